// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/architecture.hpp"

#include "arch/scnn/components.hpp"
#include "core/parameter_reader.hpp"
#include "core/yaml.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/machines.hpp"
#include "support/messages.hpp"
#include "support/slot.hpp"

using namespace gossamer;
using arch::SimulationOptions;
using test::conv_layer;
using test::conv_of;

namespace {

std::unique_ptr<arch::Machine> machine_of(const std::string& parameters = "{}") {
  return test::machine_of(arch::scnn::make_architecture(), parameters);
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

TEST_CASE("a convolution in int16 is taken, grouped, padded or batched as it may be") {
  auto layer = plain();
  CHECK(refusal(layer).empty());
  conv_of(layer).groups = 4;
  conv_of(layer).batch = 3;
  conv_of(layer).pad_left = 7;
  layer.precision = {"int16", "int16", "int16"};
  CHECK(refusal(layer).empty());
}

TEST_CASE("a GEMM is taken, and runs") {
  auto layer = plain();
  layer.kind = "gemm";
  layer.shape = workload::Gemm{5, 12, 30};
  require_runs(layer);
}

TEST_CASE("strides and dilations other than 1 are taken, and run, in either direction") {
  for (const auto member : {&workload::Conv2d::stride_y, &workload::Conv2d::stride_x,
                            &workload::Conv2d::dilation_y, &workload::Conv2d::dilation_x}) {
    auto layer = plain();
    conv_of(layer).*member = 2;
    require_runs(layer);
  }
}

TEST_CASE("a precision other than int16 is refused by the name of the format") {
  auto layer = plain();
  layer.precision.outputs = "fp16";
  CHECK(refusal(layer) == "scnn computes in int16, not in fp16");
  layer.precision = {"int8", "", ""};
  CHECK(refusal(layer) == "scnn computes in int16, not in int8");
}

TEST_CASE("a layer of which not even one output per PE fits the accumulators is refused") {
  const std::string reason =
      "a PE has no room for the sums of one output channel, into however many time tiles the plane "
      "is cut: "
      "accumulator.banks x accumulator.entries is 24, and oaram_kib: 10 holds 4096 outputs";
  const auto on_one_pe = [](std::uint32_t entries) {
    return "pe: {rows: 1, cols: 1}\naccumulator: {banks: 1, entries: " + std::to_string(entries) +
           "}";
  };
  // A 3 x 3 kernel: one output needs 3 x 3 inputs, which reach 5 x 5 outputs.
  CHECK(refusal(plain(), on_one_pe(25)).empty());
  CHECK(refusal(plain(), on_one_pe(24)) == reason);
}

TEST_CASE("planes that do not fit the accumulators are cut in time, and run") {
  require_runs(conv_layer(1, 61, 2, 3, 1, 1, 1), "accumulator: {entries: 2}\npe: {cols: 2}");
}

TEST_CASE("sizes that the formats cannot count are refused before anything is allocated") {
  const std::string large =
      "accumulator: {banks: 256, entries: 65536}\npe: {rows: 1, cols: 1}\n"
      "iaram_kib: 1024\noaram_kib: 1024";
  CHECK(refusal(conv_layer(1, 256, 1, 1, 0, 1, 1), large).empty());  // in two time tiles
  CHECK(refusal(conv_layer(1, 256, 1, 255, 0, 1, 1), large).empty());
  CHECK(refusal(conv_layer(1, 300, 1, 256, 0, 1, 1), large) ==
        "a compressed block of weights holds at most 65535 taps");
  auto wide = plain();
  conv_of(wide).width = (1U << 24U) + 1;
  CHECK(refusal(wide) == "scnn computes planes of up to 16777216 x 16777216");
}

TEST_CASE("a tile of more values than a block can count is cut in time") {
  auto layer = conv_layer(1, 257, 1, 1, 0, 1, 0.01);
  conv_of(layer).width = 256;
  require_runs(layer,
               "accumulator: {banks: 256, entries: 1024}\npe: {rows: 1, cols: 1}\n"
               "iaram_kib: 1024\noaram_kib: 1024");
}

TEST_CASE("a run without values needs the density of what is written") {
  SimulationOptions masks_only;
  masks_only.values = false;
  auto layer = plain();
  CHECK(machine_of()->refusal(layer, masks_only).empty());
  layer.output_density.reset();
  CHECK(machine_of()->refusal(layer, masks_only) ==
        "a run without values needs outputs: {density: ...}: what is written depends on it");
  CHECK(machine_of()->refusal(layer, {}).empty());
}

TEST_CASE("a PE may have any f x i multipliers of up to 32 x 32, and up to 4096 banks") {
  CHECK(machine_of("pe: {rows: 1, cols: 1, f: 32, i: 32}\naccumulator: {banks: 4096}")
            ->multipliers() == 1024);
}

TEST_CASE("the memory of a run covers its tensors, and those of the reference when it is checked") {
  const auto machine = machine_of();
  const auto layer = plain();
  SimulationOptions checked;
  checked.check = true;
  const std::uint64_t weights = 8 * 4 * 9;
  const std::uint64_t inputs = 4 * 14 * 14;
  const std::uint64_t outputs = 8 * 14 * 14;
  const std::uint64_t without = machine->memory_bytes(layer, {});
  CHECK(without >= 2 * (weights + inputs + outputs));
  CHECK(machine->memory_bytes(layer, checked) >= without + 8 * outputs);
  const auto needs = [](const std::string& key, const workload::Layer& of) {
    return machine_of(key)->memory_bytes(of, {});
  };
  auto batch = layer;
  conv_of(batch).batch = 5;
  CHECK(needs("", batch) >= without + 2 * 4 * (inputs + outputs));
  // What no tensor shows: a word or more per PE and channel, the buffer, rows per FIFO entry.
  CHECK(needs("", conv_layer(1U << 20U, 1, 4, 1, 0, 1, 1)) > std::uint64_t{1} << 25U);
  CHECK(needs("pe: {rows: 64, cols: 64}", conv_layer(1U << 20U, 1, 4, 1, 0, 1, 1)) >
        std::uint64_t{1} << 33U);
  CHECK(needs("weights: {buffer_kib: 1048576}", layer) > std::uint64_t{1} << 30U);
  CHECK(needs("weights: {fifo_entries: 5000}", layer) > 2 * without);
}

TEST_CASE("activations that do not fit a PE's memories are taken, and go through DRAM") {
  CHECK(refusal(conv_layer(256, 56, 8, 3, 1, 0.5, 0.64)).empty());
  CHECK(refusal(conv_layer(8, 112, 64, 1, 0, 0.5, 0.5)).empty());
  require_runs(conv_layer(40, 14, 48, 3, 1, 0.1, 0.64), "pe: {rows: 1, cols: 1}\niaram_kib: 2");
}

TEST_CASE("a hash that cannot reach all banks is refused") {
  CHECK(test::message_of([] { machine_of("accumulator: {hash: parity, banks: 64}"); }) ==
        "f:1:21: accumulator.hash: parity spreads sums over 32 banks; accumulator.banks: 64 needs "
        "linear or diagonal");
}

TEST_CASE("a machine is built from the parameters that were read") {
  const auto machine = machine_of("pe: {rows: 2, cols: 4, f: 2, i: 8}");
  CHECK(machine->multipliers() == 2 * 4 * 2 * 8);
  arch::scnn::Params params;
  params.pe.rows = 2;
  params.pe.cols = 4;
  params.pe.f = 2;
  params.pe.i = 8;
  const auto expected = arch::scnn::list_components(params);
  const auto components = machine->components();
  REQUIRE(components.size() == expected.size());
  for (std::size_t n = 0; n < components.size(); ++n) {
    CHECK(components[n].path == expected[n].path);
    CHECK(components[n].instances == expected[n].instances);
    REQUIRE(components[n].parts.size() == expected[n].parts.size());
    for (std::size_t part = 0; part < expected[n].parts.size(); ++part) {
      CHECK(components[n].parts[part].attributes == expected[n].parts[part].attributes);
    }
  }
}
