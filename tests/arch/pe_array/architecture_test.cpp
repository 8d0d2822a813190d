// SPDX-License-Identifier: Apache-2.0
// What a user meets of the machine: shipped files, wrong inputs, refusals, parts.
#include "arch/pe_array/architecture.hpp"

#include "arch/configuration.hpp"
#include "arch/pe_array/components.hpp"
#include "arch/pe_array/layer_formats.hpp"
#include "arch/pe_array/machines.hpp"
#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/messages.hpp"
#include "support/records.hpp"

using namespace gossamer;
using arch::SimulationOptions;
using test::conv_layer;
using test::conv_of;
using test::pe_array_machine;

namespace {

std::string fault_of(const std::string& parameters) {
  return test::message_of([&] { pe_array_machine(parameters); });
}

std::string refusal(const workload::Layer& layer, const std::string& parameters = "{}") {
  return pe_array_machine(parameters)->refusal(layer, {});
}

workload::Layer plain() {
  return conv_layer(20, 9, 24, 3, 1, 0.5, 0.5);
}

}  // namespace

TEST_CASE("the shipped files are the presets, alike but for the widths") {
  struct Preset {
    std::string name;
    int weights, activations, weight_scales, activation_scales, rounded;
  };
  const auto preset = GENERATE(values<Preset>({{"pe_array", 4, 4, 4, 4, 0},
                                               {"magnet_4_4_4_4", 4, 4, 4, 4, 0},
                                               {"magnet_8_8", 8, 8, 0, 0, 0},
                                               {"magnet_4_8_6_10", 4, 8, 6, 10, 6},
                                               {"magnet_6_8_6_10", 6, 8, 6, 10, 6}}));
  CAPTURE(preset.name);
  const auto read = arch::read_configuration(GOSSAMER_CONFIGS "/arch/" + preset.name + ".yaml", {});
  auto parameters = read.parameters;
  CHECK(read.machine->multipliers() == 4096);
  CHECK(parameters.at("weights").at("bits") == preset.weights);
  CHECK(parameters.at("weights").at("scale_bits") == preset.weight_scales);
  CHECK(parameters.at("activations").at("bits") == preset.activations);
  CHECK(parameters.at("activations").at("scale_bits") == preset.activation_scales);
  CHECK(parameters.at("scale_product_bits") == preset.rounded);
  CHECK(parameters.at("accumulator_bits") == 24);
  auto base = arch::read_configuration(GOSSAMER_CONFIGS "/arch/pe_array.yaml", {}).parameters;
  for (auto* of : {&base, &parameters}) {
    for (const char* width : {"weights", "activations", "scale_product_bits"}) of->erase(width);
  }
  CHECK(parameters == base);
}

TEST_CASE("a file that says nothing is pe_array") {
  const auto shipped = arch::read_configuration(GOSSAMER_CONFIGS "/arch/pe_array.yaml", {});
  for (const auto& entry : arch::catalog()) {
    if (entry.name != "pe_array") continue;
    for (const auto& parameter : arch::describe_architecture(entry)) {
      CAPTURE(parameter.path);
      nlohmann::ordered_json at = shipped.parameters;
      std::string path = parameter.path;
      for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.')) {
        at = at.at(path.substr(0, dot));
        path = path.substr(dot + 1);
      }
      const auto given = at.at(path);
      if (parameter.path == "technology") continue;  // a file has no default
      const std::string text = given.is_string() ? given.get<std::string>() : given.dump();
      const bool whole = text.size() > 2 && text.substr(text.size() - 2) == ".0";
      CHECK((whole ? text.substr(0, text.size() - 2) : text) == parameter.default_value);
    }
  }
}

TEST_CASE("wrong parameters are told with their place, what is wrong and what is allowed") {
  CHECK(fault_of("weights: {bits: 12}") ==
        "f:1:17: weights.bits: 12 is not a width of elements; allowed: 2 to 8, and 16");
  CHECK(fault_of("activations: {scale_bits: 2}") ==
        "f:1:27: activations.scale_bits: 2 is not a width of scales; allowed: 3 to 10, and 0 for "
        "no per-vector scales");
  CHECK(fault_of("pe: {vector: 15}") == "f:1:14: pe.vector: 15 must be an even number");
  CHECK(fault_of("pe: {accumulators: 31}") ==
        "f:1:20: pe.accumulators: 31 must hold two sums for each of the pe.lanes: 16, one in "
        "either half; allowed: 32 and more");
  CHECK(fault_of("pe: {weight_elements: 511}") ==
        "f:1:23: pe.weight_elements: 511 must hold two vectors for each of the pe.lanes, one in "
        "either half; allowed: 512 and more");
  CHECK(fault_of("pe: {vector: 64, input_elements: 127}") ==
        "f:1:34: pe.input_elements: 127 must hold two vectors, one in either half; allowed: 128 "
        "and more");
  CHECK(fault_of("global_buffer: {weight_elements: 32767}") ==
        "f:1:34: global_buffer.weight_elements: 32767 must hold what a PE does, "
        "pe.weight_elements; allowed: 32768 and more");
  CHECK(fault_of("edge_layer_bits: 1") ==
        "f:1:18: edge_layer_bits: 1 is not a width of elements; allowed: 2 to 8, and 0 for layers "
        "like the others");
  CHECK(fault_of("global_buffer: {activation_elements: 262143}") ==
        "f:1:38: global_buffer.activation_elements: 262143 must be at least 16 times "
        "pe.input_elements: 16384, since a sixteenth of it stages inputs from DRAM; allowed: "
        "262144 and more");
  CHECK(fault_of("kernel_groups: 3") ==
        "f:1:16: kernel_groups: 3 does not divide pe.count: 16; allowed: 0, 1, 2, 4, 8, 16");
  CHECK_THAT(fault_of("weight: {bits: 4}"),
             Catch::Contains("f:1:1: ") && Catch::Contains("weights"));
  CHECK_THAT(fault_of("dataflow: os_lsw"),
             Catch::Contains("f:1:11: ") && Catch::Contains("os_lws"));
  CHECK_THAT(fault_of("accumulator_bits: 47"),
             Catch::Contains("f:1:19: ") && Catch::Contains("46"));
  CHECK_THAT(fault_of("scale_product_bits: 21"), Catch::Contains("f:1:21: "));
}

TEST_CASE("parameters that would be passed over in silence are told") {
  CHECK(fault_of("weights: {scale_bits: 0}\nactivations: {scale_bits: 0}\nscale_product_bits: 6") ==
        "f:3:21: scale_product_bits: 6 rounds a product of scales, and neither weights.scale_bits "
        "nor activations.scale_bits gives any; allowed: 0");
  CHECK(fault_of("scale_product_bits: 8").empty());
  CHECK(fault_of("scale_product_bits: 20").empty());  // wider than the product: not rounded
}

TEST_CASE("a file is told all its faults at once") {
  const std::string text = fault_of("weights: {bits: 9}\nactivations: {bits: 15}\npe: {vector: 3}");
  for (const char* place : {"f:1:17: ", "f:2:21: ", "f:3:14: "}) {
    CHECK_THAT(text, Catch::Contains(place));
  }
}

TEST_CASE("the least machine that is allowed runs, and so do odd ones") {
  SimulationOptions options;
  options.check = true;
  for (const std::string parameters :
       {"pe: {accumulators: 32, weight_elements: 2048, input_elements: 128}\nedge_layer_bits: 0",
        "pe: {count: 1, lanes: 1, vector: 2, weight_elements: 64, input_elements: 64, "
        "accumulators: 2}",
        "pe: {count: 7, lanes: 5, vector: 6}", "pe: {vector: 64}", "pe: {lanes: 64}",
        "pe: {count: 3}\nkernel_groups: 3",
        "network: {vectors_per_edge: 1, output_vectors_per_edge: 1}", "ppu: {width: 1}",
        "ppu: {width: 64}", "dram: {burst_bytes: 8, outstanding: 1}"}) {
    CAPTURE(parameters);
    const auto machine = pe_array_machine(parameters);
    auto layer = conv_layer(9, 7, 5, 3, 1, 0.5, 0.5);
    REQUIRE(machine->refusal(layer, {}).empty());
    test::require_sound(machine->simulate(layer, options));
  }
}

TEST_CASE("a layer that does not fit the buffers of a PE is refused with the reason") {
  const std::string small = "pe: {weight_elements: 512, input_elements: 1024}";
  CHECK(refusal(plain(), small) ==
        "a row of 3 taps of the kernel, 16 lanes x 16 channels, takes 768 elements, and half of "
        "pe.weight_elements: 512 has 256; needed: 1536");
  CHECK(refusal(conv_layer(20, 9, 24, 1, 0, 0.5, 0.5), small).empty());
  auto first = conv_layer(20, 9, 24, 1, 0, 0.5, 0.5);
  first.first = true;
  CHECK(refusal(first, small) ==
        "a row of 1 taps of the kernel, 16 lanes x 16 channels, takes 256 elements of 2 places "
        "each, and half of pe.weight_elements: 512 has 256; needed: 1024");
  CHECK(refusal(plain(), "pe: {input_elements: 64}") ==
        "what one output needs for a row of 3 taps of the kernel, 16 channels, takes 48 elements, "
        "and half of pe.input_elements: 64 has 32; needed: 96");
}

TEST_CASE("a precision other than the machine's is refused by the names of the widths") {
  auto layer = plain();
  layer.precision.weights = "int8";
  CHECK(refusal(layer) ==
        "this pe_array computes the layer with int4 weights, int4 activations and int4 outputs "
        "(weights.bits, activations.bits, edge_layer_bits), and `precision` asks for others");
  layer.precision.weights = layer.precision.outputs = "int4";
  CHECK(refusal(layer).empty());
  layer.first = true;  // computed at eight bits, and its outputs are stored at four
  CHECK_THAT(refusal(layer), Catch::Contains("int8 weights, int8 activations and int4 outputs"));
  layer.precision.weights = layer.precision.activations = "int8";
  CHECK(refusal(layer).empty());
}

TEST_CASE("planes that the machine cannot count are refused before anything is allocated") {
  auto wide = conv_layer(1, 1, 1, 1, 0, 1, 1);
  conv_of(wide).width = (1U << 30U) + 1;
  CHECK(refusal(wide) == "pe_array computes planes of up to 1073741824 positions");
}

TEST_CASE("the memory of a run covers its tensors and those that the check makes") {
  SimulationOptions checked;
  checked.check = true;
  const auto machine = pe_array_machine();
  const auto layer = conv_layer(512, 28, 512, 3, 1, 0.5, 0.5);
  const std::uint64_t weights = 512 * 512 * 9;
  CHECK(machine->memory_bytes(layer, {}) > weights * 4);
  CHECK(machine->memory_bytes(layer, checked) > machine->memory_bytes(layer, {}));
}

TEST_CASE("the memory of a run covers sums, values and schedule, and is told without making them") {
  // Two million sums in either half of each of four PEs, and 64 values beside each of them.
  const auto sums = pe_array_machine(
      "pe: {count: 4, lanes: 1, vector: 64, accumulators: 4194304, weight_elements: 4096, "
      "input_elements: 1048576}\nglobal_buffer: {activation_elements: 16777216}");
  auto layer = conv_layer(1, 1024, 1, 1, 0, 1, 1);
  CHECK(sums->memory_bytes(layer, {}) > std::uint64_t{4} * 1024 * 1024 * (4 * 64 + 2 * 4));
  // A block of one output: 268 million steps.
  layer = conv_layer(1, 16384, 1, 1, 0, 1, 1);
  const auto steps = pe_array_machine("pe: {accumulators: 32}");
  CHECK(steps->refusal(layer, {}).empty());
  CHECK(steps->memory_bytes(layer, {}) > std::uint64_t{16384} * 16384 * 200);
}

TEST_CASE("the default machine has 16 PEs of 16 lanes of 16 multipliers of 4 bits") {
  const auto components = pe_array_machine()->components();
  const auto part = [&](const std::string& path) {
    for (const auto& component : components) {
      if (component.path == path) return component;
    }
    FAIL("no part " << path);
    return core::Component{};
  };
  const auto macs = part("pe/vector_macs");
  CHECK(macs.instances == 256);
  CHECK(macs.parts.front().count == 16);
  CHECK(macs.parts.front().attributes.at("a_bits") == 4);
  // Elements, and a scale of 4 bits for each 16 of them.
  const auto weights = part("pe/weight_buffer").parts.front();
  CHECK(weights.count * weights.attributes.at("bits") == 32768 * 4.25);
  const auto inputs = part("pe/input_buffer").parts.front();
  CHECK(inputs.count * inputs.attributes.at("bits") == 16384 * 4.25);
  CHECK(part("pe/accumulation_buffer").parts.front().attributes.at("bits") == 2048 * 24);
  CHECK(part("pe/scale_units").instances == 256);
}

TEST_CASE("outputs are unsigned behind a ReLU, but for the baseline of 16 bits") {
  arch::pe_array::Params params;
  arch::pe_array::LayerRole role;
  CHECK(arch::pe_array::layer_formats(params, role).output.element.is_signed);
  role.relu = true;
  CHECK_FALSE(arch::pe_array::layer_formats(params, role).output.element.is_signed);
  params.activations.bits = 16;
  CHECK(arch::pe_array::layer_formats(params, role).output.element.is_signed);
}

TEST_CASE("every counter belongs to a part, and no part has two lines") {
  std::map<std::string, std::uint64_t> instances;
  const auto machine = pe_array_machine();
  for (const auto& component : machine->components()) ++instances[component.path];
  for (const auto& [path, count] : instances) CHECK(count == 1);
  for (const auto& [path, actions] : machine->counters()) {
    CAPTURE(path);
    CHECK(instances.count(path) == 1);
  }
}
