// SPDX-License-Identifier: Apache-2.0
// Layers as users run them: quantised from real operands, computed, read back, compared.
#include <cstring>

#include "arch/pe_array/machines.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/records.hpp"
#include "support/slot.hpp"
#include "support/temporary_directory.hpp"
#include "workload/reader.hpp"

using namespace gossamer;
using arch::SimulationOptions;
using test::conv_layer;
using test::conv_of;
using test::pe_array_machine;
using test::widths;

namespace {

workload::Layer named(std::string name, workload::Layer layer) {
  layer.name = std::move(name);
  return layer;
}

template <class Change>
workload::Layer conv_with(std::string name, Change change) {
  auto layer = named(std::move(name), conv_layer(24, 11, 40, 3, 1, 0.6, 0.5));
  change(conv_of(layer));
  return layer;
}

workload::Layer gemm(std::string name, std::uint32_t m, std::uint32_t n, std::uint32_t k) {
  auto layer = named(std::move(name), conv_layer(1, 1, 1, 1, 0, 0.5, 0.6));
  layer.kind = "gemm";
  layer.shape = workload::Gemm{m, n, k};
  layer.relu = false;
  return layer;
}

std::vector<workload::Layer> zoo() {
  using workload::Conv2d;
  auto first = named("first layer", conv_layer(3, 17, 20, 5, 2, 0.9, 1.0));
  first.first = true;
  auto last = gemm("last layer", 1, 50, 90);
  last.last = true;
  return {conv_with("padded", [](Conv2d&) {}),
          conv_with("strided", [](Conv2d& c) { c.stride_y = c.stride_x = 2; }),
          conv_with("grouped", [](Conv2d& c) { c.groups = 4; }),
          conv_with("depthwise", [](Conv2d& c) { c.groups = c.filters = c.channels; }),
          conv_with("dilated", [](Conv2d& c) { c.dilation_y = c.dilation_x = 2; }),
          conv_with("batch of two", [](Conv2d& c) { c.batch = 2; }),
          conv_with("neither V nor L divide", [](Conv2d& c) { c.channels = 19, c.filters = 21; }),
          named("1 x 1", conv_layer(40, 9, 35, 1, 0, 0.5, 0.5)),
          gemm("matrix times vector", 1, 65, 130),
          gemm("matrix product", 6, 33, 70),
          first,
          last};
}

core::LayerRecord run(const std::string& parameters, const workload::Layer& layer,
                      SimulationOptions options = {}) {
  options.check = options.fault.empty();
  const auto machine = pe_array_machine(parameters);
  REQUIRE(machine->refusal(layer, options) == "");
  return machine->simulate(layer, options);
}

void require_zoo_is_right(const std::string& parameters) {
  for (const auto& layer : zoo()) {
    CAPTURE(parameters, layer.name);
    const auto record = run(parameters, layer);
    test::require_sound(record);
    CHECK(record.macs == workload::macs(layer));
    CHECK(record.effectual_macs > 0);
  }
}

/// Neighbours in memory, as a .npy file of floats.
std::string float_file(const test::TemporaryDirectory& directory, const std::string& name,
                       const std::string& shape, const std::vector<float>& values) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
  header.resize(117, ' ');
  header += '\n';
  std::string bytes = std::string{"\x93NUMPY\x01"} + '\0' + static_cast<char>(header.size()) + '\0';
  bytes += header;
  const std::size_t at = bytes.size();
  bytes.resize(at + values.size() * sizeof(float));
  std::memcpy(bytes.data() + at, values.data(), values.size() * sizeof(float));
  return directory.write(name, bytes);
}

workload::Layer from_files(const test::TemporaryDirectory& directory, float sign_of_activations) {
  std::vector<float> weights(20 * 18 * 9);
  std::vector<float> activations(18 * 7 * 7);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] = 0.01F * static_cast<float>(static_cast<int>(i * 37 % 201) - 100);
  }
  for (std::size_t i = 0; i < activations.size(); ++i) {
    activations[i] = (i % 3 == 0 ? sign_of_activations : 1.0F) * static_cast<float>(i * 29 % 97);
  }
  auto layer = conv_layer(18, 7, 20, 3, 1, 1, 1);
  layer.weights.density.clear();
  layer.weights.files = {float_file(directory, "w.npy", "20, 18, 3, 3", weights)};
  layer.activations.density.clear();
  layer.activations.files = {float_file(directory, "a.npy", "18, 7, 7", activations)};
  layer.weights.file_where = layer.activations.file_where = {{}};
  layer.output_density.reset();
  return layer;
}

}  // namespace

TEST_CASE("every kind of layer is right on every preset and with every dataflow") {
  const auto preset = GENERATE(as<std::string>{}, widths(4, 4, 4, 4), widths(8, 8, 0, 0),
                               widths(4, 8, 6, 10, 6), widths(6, 8, 6, 10, 6));
  const auto flow = GENERATE(as<std::string>{}, "os_lws", "os", "ws");
  require_zoo_is_right(preset + "dataflow: " + flow);
}

TEST_CASE("every kind of layer is right whatever the machine is like") {
  require_zoo_is_right(GENERATE(
      as<std::string>{}, "pe: {vector: 32}", "pe: {vector: 64, lanes: 32, weight_elements: 131072}",
      "pe: {lanes: 5}", "pe: {vector: 2, lanes: 3}", widths(16, 16, 0, 0) + "accumulator_bits: 46",
      widths(16, 16, 0, 0) + "accumulator_bits: 33", widths(2, 3, 3, 0), widths(8, 2, 0, 10),
      "accumulator_bits: 9", "edge_layer_bits: 0", "kernel_groups: 16", "kernel_groups: 1",
      "pe: {weight_elements: 8192, input_elements: 512, accumulators: 64}"));
}

TEST_CASE("every kind of layer is right however real numbers are made codes") {
  const auto order = GENERATE(as<std::string>{}, "elements_first", "scale_first");
  const auto clipping = GENERATE(as<std::string>{}, "maximum", "percentile", "octav");
  const auto coarse = GENERATE(as<std::string>{}, "channel", "tensor");
  require_zoo_is_right("quantization: {scale_order: " + order + ", weight_coarse_scale: " + coarse +
                       ", weight_clipping: " + clipping + ", activation_clipping: " + clipping +
                       ", percentile: 98}");
}

TEST_CASE("a vector wider than the lanes waits in the two-pass buffer, and is right") {
  const auto record = run("pe: {vector: 32}", conv_layer(40, 9, 32, 3, 1, 0.6, 0.5));
  test::require_sound(record);
  CHECK(record.counters.at("pe/ppu").at("buffer") == std::uint64_t{32} * 81);
}

TEST_CASE("a layer meets the density of its outputs, and its codes are near its real sums") {
  auto layer = conv_layer(64, 14, 64, 3, 1, 0.4, 0.4);
  layer.output_density = 0.222;
  const auto eight = run(widths(8, 8, 0, 0), layer);
  test::require_sound(eight);
  CHECK(eight.metrics.at("output_density") == Approx(0.222).margin(0.01));
  CHECK(eight.metrics.at("sqnr_outputs_db") > 35);
  const auto four = run(widths(4, 4, 4, 4), layer);
  CHECK(four.metrics.at("output_density") == Approx(0.222).margin(0.02));
  CHECK(four.metrics.at("sqnr_outputs_db") > 12);
  CHECK(four.metrics.at("sqnr_outputs_db") < eight.metrics.at("sqnr_outputs_db"));
}

TEST_CASE("operands of files are quantised, and negative activations make the format signed") {
  const test::TemporaryDirectory directory;
  const auto positive = run("{}", from_files(directory, 1.0F));
  test::require_sound(positive);
  const auto negative = run("{}", from_files(directory, -1.0F));
  test::require_sound(negative);
  // 15 codes above zero instead of seven.
  CHECK(positive.metrics.at("sqnr_activations_db") >
        negative.metrics.at("sqnr_activations_db") + 3);
  CHECK(negative.metrics.at("sqnr_activations_db") > 12);  // without negative codes: below 5
}

TEST_CASE("several files are as many invocations, each with a format of its own") {
  const test::TemporaryDirectory directory;
  auto layer = from_files(directory, 1.0F);
  std::vector<float> negative(18 * 7 * 7, -1.5F);
  layer.activations.files.push_back(float_file(directory, "b.npy", "18, 7, 7", negative));
  layer.activations.file_where.emplace_back();
  const auto both = run("{}", layer);
  test::require_sound(both);
  CHECK(both.metrics.at("invocations") == 2);
  CHECK(both.macs == 2 * run("{}", from_files(directory, 1.0F)).macs);
}

TEST_CASE("whatever the machine loses is found by the check") {
  const auto fault = GENERATE(as<std::string>{}, "weight_tile", "input_tile", "sum");
  // Inputs that stay in the global buffer, and inputs that come from DRAM.
  const auto room = GENERATE(as<std::string>{}, "{}",
                             "pe: {input_elements: 256}\n"
                             "global_buffer: {activation_elements: 4096}");
  CAPTURE(fault, room);
  auto layer = conv_layer(24, 19, 20, 3, 1, 0.9, 0.9);
  layer.relu = false;  // which could hide a loss
  layer.output_density.reset();
  SimulationOptions options;
  options.check = true;
  options.fault = fault;
  const auto record = pe_array_machine(room)->simulate(layer, options);
  CHECK(record.spilled == (room != "{}"));
  CHECK_FALSE(record.mismatches.empty());
  CHECK_FALSE(record.checked);
  CHECK(record.run_info.at("faults_injected") > 0);
}

TEST_CASE("every instruction set gives the same record") {
  const auto preset =
      GENERATE(as<std::string>{}, widths(4, 4, 4, 4), widths(8, 8, 0, 0), widths(4, 8, 6, 10, 6));
  SimulationOptions options;
  const auto layer = conv_layer(40, 12, 40, 3, 1, 0.6, 0.5);
  const auto base = run(preset, layer);
  for (const auto level : {core::CpuLevel::baseline, core::CpuLevel::avx2}) {
    if (level > core::detected_cpu_level()) continue;
    options.cpu_level = level;
    test::require_same_record(base, run(preset, layer, options));
  }
}

TEST_CASE("the report says what quantisation did, and what moved for a multiply-accumulate") {
  const auto layer = conv_layer(64, 16, 64, 3, 1, 0.5, 0.5);
  const auto record = run(widths(4, 4, 4, 4), layer);
  for (const char* metric :
       {"sqnr_weights_db", "sqnr_activations_db", "sqnr_outputs_db", "dead_vectors_weights",
        "dead_vectors_activations", "clipped_weights", "clipped_activations", "saturated_additions",
        "zero_scale_products", "weight_buffer_bytes_per_mac", "input_buffer_bytes_per_mac",
        "accumulation_buffer_bytes_per_mac", "collector_bytes_per_mac",
        "global_buffer_bytes_per_mac", "effective_bits_weights", "effective_bits_activations",
        "output_density"}) {
    CAPTURE(metric);
    CHECK(record.metrics.count(metric) == 1);
  }
  CHECK(record.metrics.at("effective_bits_weights") == 4.25);
}

TEST_CASE("a divisible layer moves the bits per multiply-accumulate of its dataflow") {
  // MAGNet's closed forms (docs/timing/pe_array.md, section 7), fills and drains beside them. One
  // piece: R x S x C / V = 36 words to an output, blocks of 64 pixels.
  const auto layer = conv_layer(64, 32, 64, 3, 1, 1.0, 1.0);
  const auto [dataflow, reuse] =
      GENERATE(table<std::string, double>({{"os_lws", 16.0}, {"os", 1.0}, {"ws", 64.0}}));
  CAPTURE(dataflow);
  const auto record = run(widths(4, 4, 4, 4) + "dataflow: " + dataflow, layer);
  const auto bits = [&](const char* buffer) {
    return 8 * record.metrics.at(std::string{buffer} + "_bytes_per_mac");
  };
  const auto written = [&](const char* path) {
    return static_cast<double>(record.counters.at(path).at("write"));
  };
  const auto macs = static_cast<double>(record.macs);
  const double padding = static_cast<double>(test::slot(record, "padding")) / macs;
  const double vector = 4 + 4.0 / 16;
  CHECK(bits("weight_buffer") == Approx(vector / reuse + written("pe/weight_buffer") * 68 / macs));
  CHECK(bits("input_buffer") ==
        Approx(vector / 16 * (1 - padding) + written("pe/input_buffer") * 68 / macs));
  // Read by the PPU once; in `ws` read and written with every word.
  const double sums = 24.0 / (16 * 36);
  if (dataflow == "ws") {
    CHECK(bits("accumulation_buffer") == Approx(2 * 24.0 / 16 + sums));
    CHECK(record.metrics.count("collector_bytes_per_mac") == 0);
  } else {
    CHECK(bits("accumulation_buffer") == Approx(2 * sums));
    // A sum is not read where the scale of padding, or a scale product, is zero.
    const auto additions = static_cast<double>(record.counters.at("pe/collector").at("accumulate"));
    CHECK(additions == macs / 16 * (1 - padding) - record.metrics.at("zero_scale_products"));
    CHECK(bits("collector") == Approx(2 * 24.0 * additions / macs));
  }
}

TEST_CASE("sums that an accumulator cannot hold are counted and cut as the reference cuts them") {
  const auto layer = conv_layer(64, 9, 32, 3, 1, 1.0, 1.0);
  const auto narrow = run("accumulator_bits: 10", layer);
  test::require_sound(narrow);
  CHECK(narrow.metrics.at("saturated_additions") > 0);
  const auto wide = run("accumulator_bits: 24", layer);
  CHECK(wide.metrics.at("saturated_additions") == 0);
  CHECK(wide.metrics.at("sqnr_outputs_db") > narrow.metrics.at("sqnr_outputs_db") + 3);
}

TEST_CASE("a shipped layer is the same stepped edge by edge and in bursts") {
  const auto network = workload::read_network(GOSSAMER_WORKLOADS "/resnet50.yaml");
  for (const auto& layer : network.layers) {
    if (layer.name != "layer3.0.conv1" && layer.name != "layer4.0.downsample.0") continue;
    CAPTURE(layer.name);
    const auto machine = pe_array_machine(widths(4, 8, 6, 10, 6));
    SimulationOptions options;
    const auto bursts = machine->simulate(layer, options);
    options.single_step = true;
    test::require_same_record(bursts, machine->simulate(layer, options));
  }
}

TEST_CASE("ResNet-50 v1.5 has 4.089 billion multiply-accumulates") {
  std::uint64_t macs = 0;
  for (const auto& layer : workload::read_network(GOSSAMER_WORKLOADS "/resnet50.yaml").layers) {
    macs += workload::macs(layer);
  }
  CHECK(macs == 4'089'184'256);
}
