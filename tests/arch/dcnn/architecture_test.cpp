// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/architecture.hpp"

#include "arch/dcnn/components.hpp"
#include "core/errors.hpp"
#include "core/parameter_reader.hpp"
#include "core/yaml.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/machines.hpp"
#include "support/messages.hpp"
#include "support/records.hpp"

using namespace gossamer;
using arch::SimulationOptions;
using test::conv_layer;
using test::conv_of;

namespace {

std::unique_ptr<arch::Machine> machine_of(const std::string& parameters = "{}") {
  return test::machine_of(arch::dcnn::make_architecture(), parameters);
}

std::string fault_of(const std::string& parameters) {
  return test::message_of([&] { machine_of(parameters); });
}

std::string refusal(const workload::Layer& layer, const std::string& parameters = "{}") {
  return machine_of(parameters)->refusal(layer, {});
}

/// Takes the layer, and computes what the reference does.
void require_runs(const workload::Layer& layer, const std::string& parameters = "{}") {
  CHECK(refusal(layer, parameters).empty());
  SimulationOptions options;
  options.check = true;
  test::require_sound(machine_of(parameters)->simulate(layer, options));
}

workload::Layer plain() {
  return conv_layer(4, 14, 8, 3, 1, 0.5, 0.5);
}

}  // namespace

TEST_CASE("convolutions of every kind and GEMMs are taken, and run") {
  for (const auto member :
       {&workload::Conv2d::stride_y, &workload::Conv2d::stride_x, &workload::Conv2d::dilation_y,
        &workload::Conv2d::dilation_x, &workload::Conv2d::groups, &workload::Conv2d::batch,
        &workload::Conv2d::pad_left}) {
    auto layer = plain();
    conv_of(layer).*member = 2;
    require_runs(layer);
  }
  auto gemm = plain();
  gemm.kind = "gemm";
  gemm.shape = workload::Gemm{5, 12, 30};
  require_runs(gemm);
}

TEST_CASE("outputs that lie over padding alone are computed") {
  auto layer = conv_layer(2, 3, 3, 1, 0, 1.0, 1.0);
  conv_of(layer).pad_top = conv_of(layer).pad_right = 9;
  layer.output_density.reset();
  require_runs(layer);
}

TEST_CASE("any grid and any number of multipliers is a machine") {
  require_runs(plain(), "pe: {rows: 1, cols: 1}");
  require_runs(plain(), "pe: {rows: 64, cols: 64}");
  require_runs(plain(), "pe: {multipliers: 1}");
  require_runs(plain(), "pe: {multipliers: 64}");
  CHECK(machine_of("pe: {rows: 2, cols: 3, multipliers: 5}")->multipliers() == 30);
  CHECK_THAT(fault_of("pe: {multipliers: 65}"), Catch::Contains("f:1:19: pe.multipliers"));
  CHECK_THAT(fault_of("pe: {rows: 65}"), Catch::Contains("f:1:12: pe.rows"));
}

TEST_CASE("a weight FIFO without room for two chunks of a group is refused") {
  CHECK(fault_of("weights: {fifo_entries: 15}") ==
        "f:1:25: weights.fifo_entries: 15 vectors; a group of kc: 8 output channels needs at least "
        "16, one chunk in use and one on its way");
  CHECK(fault_of("weights: {fifo_entries: 15}\nkc: 7").empty());
  CHECK_THAT(fault_of("kc: 9"), Catch::Contains("needs at least 18"));
}

TEST_CASE("a weight buffer that cannot bring a whole vector is refused") {
  CHECK(fault_of("weights: {buffer_kib: 4}\ndram: {burst_bytes: 4096}") ==
        "f:1:23: weights.buffer_kib: 4 KiB do not hold a vector of 32 bytes and the burst of "
        "dram.burst_bytes: 4096 that brings its end");
  CHECK(fault_of("weights: {buffer_kib: 8}\ndram: {burst_bytes: 4096}").empty());
  require_runs(conv_layer(9, 9, 9, 3, 1, 0.5, 0.5),
               "weights: {buffer_kib: 1}\npe: {multipliers: 48}\ndram: {burst_bytes: 512}");
}

TEST_CASE("a precision other than int16 is refused by the name of the format") {
  auto layer = plain();
  layer.precision.outputs = "fp16";
  CHECK(refusal(layer) == "dcnn computes in int16, not in fp16");
}

TEST_CASE("a layer of which a PE cannot hold the inputs of one chunk is refused") {
  // One output of a 23 x 23 kernel has 529 inputs in the one channel of its chunks; at most two.
  const std::string small = "iaram_kib: 1\npe: {rows: 1, cols: 1}";
  CHECK(
      refusal(conv_layer(3, 23, 1, 23, 0, 1, 1), small) ==
      "a PE has no room for one output channel and the inputs of 16 of its products, into however "
      "many time tiles the plane is cut: iaram_kib: 1 holds 512 inputs, oaram_kib: 16 holds 8192 "
      "outputs, accumulator.entries is 1024");
  require_runs(conv_layer(3, 16, 1, 16, 0, 1, 1), small);
  CHECK_FALSE(refusal(conv_layer(3, 17, 1, 17, 0, 1, 1), small).empty());  // two channels of 289
}

TEST_CASE("sizes that the machine cannot count are refused before anything is allocated") {
  auto wide = plain();
  conv_of(wide).width = (1U << 24U) + 1;
  CHECK(refusal(wide) == "dcnn computes planes of up to 16777216 x 16777216");
  auto deep = plain();
  conv_of(deep).channels = 1U << 30U;
  CHECK(refusal(deep) == "dcnn adds up at most 1073741823 products of an output");
}

TEST_CASE("planes that do not fit the accumulators are cut in time, and run") {
  require_runs(conv_layer(1, 61, 2, 3, 1, 1, 1), "accumulator: {entries: 16}\npe: {cols: 2}");
  require_runs(conv_layer(3, 20, 9, 3, 1, 1, 1), "accumulator: {entries: 3}\npe: {cols: 2}");
}

TEST_CASE("activations that do not fit a PE's memories go through DRAM, compressed or not") {
  for (const std::string compress : {"true", "false"}) {
    require_runs(
        conv_layer(40, 14, 48, 3, 1, 0.1, 0.64),
        "pe: {rows: 1, cols: 1}\niaram_kib: 2\noaram_kib: 1\ncompress_activations: " + compress);
  }
}

TEST_CASE("a run without values needs the density of what is written") {
  SimulationOptions masks_only;
  masks_only.values = false;
  auto layer = plain();
  CHECK(machine_of()->refusal(layer, masks_only).empty());
  layer.output_density.reset();
  CHECK_THAT(machine_of()->refusal(layer, masks_only), Catch::Contains("density"));
}

TEST_CASE("whatever the machine loses is found by the check") {
  const auto fault = GENERATE(as<std::string>{}, "product", "weight_vector");
  CAPTURE(fault);
  auto layer = conv_layer(24, 19, 20, 3, 1, 0.9, 0.9);
  layer.relu = false;  // which could hide a loss
  layer.output_density.reset();
  SimulationOptions options;
  options.check = true;
  REQUIRE(machine_of()->simulate(layer, options).mismatches.empty());
  options.fault = fault;
  const auto record = machine_of()->simulate(layer, options);
  CHECK_FALSE(record.mismatches.empty());
  CHECK_FALSE(record.checked);
  CHECK(record.run_info.at("faults_injected") == 3);  // once in each of three groups
}

TEST_CASE("a PE that never reports is a deadlock, told with a dump") {
  SimulationOptions options;
  options.fault = "deadlock";
  options.single_step = GENERATE(false, true);
  try {
    machine_of()->simulate(plain(), options);
    FAIL("the run ended");
  } catch (const core::SimulationStuck& stuck) {
    CHECK_THAT(std::string{stuck.what()}, Catch::Contains("48 of 49 parties have reported"));
  }
}

TEST_CASE("every instruction set gives the same record") {
  SimulationOptions options;
  options.check = true;
  const auto base = machine_of()->simulate(plain(), options);
  options.cpu_level = core::CpuLevel::baseline;
  test::require_same_record(base, machine_of()->simulate(plain(), options));
}

TEST_CASE("the memory of a run covers its tensors, and what no tensor shows") {
  const auto layer = plain();
  const std::uint64_t outputs = 8 * 14 * 14;
  SimulationOptions checked;
  checked.check = true;
  const std::uint64_t without = machine_of()->memory_bytes(layer, {});
  CHECK(machine_of()->memory_bytes(layer, checked) >= without + 8 * outputs);
  const auto needs = [](const std::string& key, const workload::Layer& of) {
    return machine_of(key)->memory_bytes(of, {});
  };
  CHECK(needs("", conv_layer(1U << 20U, 1, 4, 1, 0, 1, 1)) > std::uint64_t{1} << 25U);
  CHECK(needs("weights: {buffer_kib: 1048576}", layer) > std::uint64_t{1} << 30U);
  CHECK(needs("pe: {rows: 64, cols: 64}", layer) > std::uint64_t{1} << 28U);
  CHECK(needs("weights: {fifo_entries: 60000}", layer) > 2 * without);
}

TEST_CASE("the default machine has the parts of the published one") {
  const auto components = machine_of()->components();
  const auto part = [&](const std::string& path) {
    for (const auto& component : components) {
      if (component.path == path) return component;
    }
    FAIL("no part " << path);
    return core::Component{};
  };
  CHECK(part("pe/multipliers").instances == 1024);
  const auto of = [&](const std::string& path, const std::string& attribute) {
    return part(path).parts.front().attributes.at(attribute);
  };
  // Two megabytes of activations.
  CHECK(64 * (of("pe/iaram", "bits") + of("pe/oaram", "bits")) == 2.0 * 1024 * 1024 * 8);
  CHECK(of("pe/weight_fifo", "words") * of("pe/weight_fifo", "bits") == 512 * 8);
  CHECK(part("pe/accumulators").parts.front().count == 2);  // double buffered
  CHECK(of("pe/accumulators", "bits") == 1024 * 24);
  CHECK(part("pe/adder_tree").parts.back().count == 15);
}

TEST_CASE("parts follow the parameters, and every counter belongs to a part") {
  arch::dcnn::Params params;
  params.pe.rows = 2;
  params.pe.cols = 3;
  params.pe.multipliers = 5;
  const auto components = arch::dcnn::list_components(params);
  std::map<std::string, std::uint64_t> instances;
  for (const auto& component : components) instances[component.path] = component.instances;
  CHECK(instances.at("pe/multipliers") == 30);
  CHECK(instances.at("pe/iaram") == 6);
  CHECK(components.size() == instances.size());
  for (const auto& [path, actions] : machine_of()->counters()) {
    CAPTURE(path);
    CHECK(instances.count(path) == 1);
  }
}
