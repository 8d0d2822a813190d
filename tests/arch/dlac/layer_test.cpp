// SPDX-License-Identifier: Apache-2.0
// Whole layers: every output against the reference, bit for bit, and every cycle accounted for.
#include "arch/dlac/chip.hpp"
#include "arch/dlac/layer_format.hpp"
#include "arch/dlac/layer_run.hpp"
#include "arch/dlac/random_machine.hpp"
#include "arch/planar/random_layer.hpp"
#include "numerics/lowbit/format_names.hpp"
#include "support/catch.hpp"
#include "support/cpu_levels.hpp"
#include "support/layers.hpp"
#include "support/records.hpp"
#include "support/slot.hpp"

using namespace gossamer;
using namespace gossamer::arch::dlac;
using arch::SimulationOptions;

namespace {

core::LayerRecord run(const Params& params, const workload::Layer& layer,
                      SimulationOptions options = {}) {
  options.check = options.values;
  return run_layer(params, 1.0, layer, options);
}

/// Weights without zeros where the scheme has none.
workload::Layer with_weights(workload::Layer layer, const std::string& weights) {
  layer.precision.weights = weights;
  if (weights == "binary" || weights.rfind("dorefa", 0) == 0) layer.weights.density = {1.0};
  return layer;
}

/// Layers that differ in what usually goes wrong.
std::vector<workload::Layer> zoo() {
  auto grouped = test::conv_layer(6, 9, 6, 3, 1, 0.4, 0.5);
  test::conv_of(grouped).groups = 3;
  test::conv_of(grouped).batch = 2;
  auto depthwise = test::conv_layer(5, 8, 5, 3, 1, 0.6, 0.5);
  test::conv_of(depthwise).groups = 5;
  auto strided = test::conv_layer(20, 11, 18, 3, 1, 0.5, 0.5);
  test::conv_of(strided).stride_y = 2;
  test::conv_of(strided).stride_x = 3;
  test::conv_of(strided).dilation_y = 2;
  test::conv_of(strided).pad_bottom = 0;
  strided.relu = false;
  auto gemm = test::conv_layer(1, 1, 1, 1, 0, 0.5, 0.6);
  gemm.kind = "gemm";
  gemm.shape = workload::Gemm{5, 33, 70};
  auto vector = gemm;
  vector.shape = workload::Gemm{1, 20, 130};
  auto all_padding = test::conv_layer(3, 2, 4, 2, 3, 0.5, 0.5);
  return {test::conv_layer(17, 7, 20, 3, 1, 0.4, 0.5),
          grouped,
          depthwise,
          strided,
          gemm,
          vector,
          all_padding};
}

Params machine(ActivationType type, Skip skip, Datapath datapath) {
  Params params;
  params.activations.type = type;
  params.grid.skip = skip;
  params.pe.datapath = datapath;
  params.weights.bits = 8;
  return params;
}

}  // namespace

TEST_CASE("outputs are those of the reference in every mode, format and kind of layer") {
  const auto type = GENERATE(ActivationType::fp32, ActivationType::fp16, ActivationType::integer);
  const auto skip = GENERATE(Skip::dense, Skip::activations, Skip::both);
  for (const std::string weights : {"ternary", "ttq", "binary", "wrpn2"}) {
    for (const auto& layer : zoo()) {
      CAPTURE(static_cast<int>(type), static_cast<int>(skip), weights);
      test::require_sound(run(machine(type, skip, Datapath::add), with_weights(layer, weights)));
    }
  }
}

TEST_CASE("PEs with a multiplier take wider codes and real weights") {
  const auto type = GENERATE(ActivationType::fp32, ActivationType::fp16, ActivationType::integer);
  const auto skip = GENERATE(Skip::dense, Skip::both);
  for (const std::string weights : {"wrpn4", "wrpn8", "dorefa3", "dorefa8", "fp16"}) {
    for (const auto& layer : zoo()) {
      CAPTURE(static_cast<int>(type), static_cast<int>(skip), weights);
      auto named = with_weights(layer, weights);
      if (weights == "fp16" && type == ActivationType::integer)
        named.precision.activations = "fp16";
      test::require_sound(run(machine(type, skip, Datapath::multiply_add), named));
    }
  }
}

TEST_CASE("integer activations of every width and sign are exact") {
  Params params = machine(ActivationType::integer, Skip::both, Datapath::multiply_add);
  for (const std::string activations : {"uint1", "uint3", "int2", "int5", "int8"}) {
    for (const std::string weights : {"ternary", "ttq", "wrpn4"}) {
      CAPTURE(activations, weights);
      auto layer = with_weights(test::conv_layer(17, 7, 20, 3, 1, 0.4, 0.5), weights);
      layer.precision.activations = activations;
      test::require_sound(run(params, layer));
    }
  }
}

TEST_CASE(
    "sums of binary16, scales before the sum and scales of channels are those of the reference") {
  Params params = machine(ActivationType::fp16, Skip::both, Datapath::add);
  params.sums = SumType::fp16;
  const auto layer = test::conv_layer(40, 7, 20, 3, 1, 0.6, 0.6);
  test::require_sound(run(params, with_weights(layer, "ternary")));
  test::require_sound(run(params, with_weights(layer, "ttq")));
  params.ttq = TtqOrder::before_sum;
  test::require_sound(run(params, with_weights(layer, "ttq")));
  params.activations.type = ActivationType::fp32;
  params.sums = SumType::fp32;
  test::require_sound(run(params, with_weights(layer, "ttq")));
  params.ttq = TtqOrder::after_sum;
  params.weights.scales = Granularity::channel;
  test::require_sound(run(params, with_weights(layer, "ttq")));
}

TEST_CASE("layers with real weights run on a datapath of their own, and so does a first layer") {
  const auto type = GENERATE(ActivationType::fp32, ActivationType::fp16, ActivationType::integer);
  const Params params = machine(type, Skip::both, Datapath::add);
  for (auto layer : zoo()) {
    layer.first = true;
    const auto first = run(params, layer);
    test::require_sound(first);
    CHECK(first.choices.at("datapath") == "full precision: fp32 weights, fp32 activations");
    // All but the 64 multiply-adds are idle, and those skip nothing.
    CHECK(test::slot(first, "other_datapath") == 256 * first.cycles);
    CHECK(test::slot(first, "stream_wait") == 0);
    layer.first = false;
    const auto inner = run(params, layer);
    CHECK(inner.choices.at("datapath").rfind("grid: ternary weights", 0) == 0);
  }
}

TEST_CASE("outputs of a first layer are stored as the layer behind it reads them") {
  const auto stored_bytes = [](ActivationType type, workload::Layer layer) {
    Params params = machine(type, Skip::both, Datapath::add);
    params.activation_buffer.kib = 4;
    const auto record = run(params, layer);
    test::require_sound(record);
    REQUIRE(record.spilled);
    return record.dram_write_bytes;
  };
  auto layer = test::conv_layer(3, 12, 16, 3, 1, 1.0, 1.0);  // 2304 outputs
  layer.first = true;
  CHECK(stored_bytes(ActivationType::fp32, layer) == 2304 * 4);
  CHECK(stored_bytes(ActivationType::fp16, layer) == 2304 * 2);
  CHECK(stored_bytes(ActivationType::integer, layer) == 2304);
  layer.precision.weights = layer.precision.activations = "fp32";
  CHECK(stored_bytes(ActivationType::integer, layer) == 2304);
  layer.precision.outputs = "fp32";
  CHECK(stored_bytes(ActivationType::integer, layer) == 2304 * 4);
  layer.precision.outputs = "";
  layer.first = false;
  CHECK(stored_bytes(ActivationType::integer, layer) == 2304 * 4);
}

TEST_CASE("generated layers with ReLU come to the density of outputs that they name") {
  const auto type = GENERATE(ActivationType::fp32, ActivationType::fp16, ActivationType::integer);
  const Params params = machine(type, Skip::both, Datapath::add);
  for (const std::string weights : {"ternary", "ttq", "binary"}) {
    for (const double density : {0.0, 0.2, 0.7, 1.0}) {
      CAPTURE(static_cast<int>(type), weights, density);
      auto layer = with_weights(test::conv_layer(40, 9, 24, 3, 0, 0.5, 0.5), weights);
      layer.relu = true;
      layer.output_density = density;
      const auto record = run(params, layer);
      test::require_sound(record);
      // 1176 outputs, all of them sampled; sums of integers often tie.
      const double margin = type == ActivationType::integer ? 0.02 : 0.002;
      CHECK(std::abs(record.metrics.at("output_density") - density) < margin);
    }
  }
  auto plain = test::conv_layer(40, 9, 24, 3, 0, 0.5, 0.5);
  plain.relu = false;
  plain.output_density = 0.2;
  CHECK(run(params, plain).metrics.at("output_density") > 0.4);
}

TEST_CASE("random layers on random machines are right and account for every adder-cycle") {
  core::RandomStream random{11, "dlac: random layers"};
  int through_dram = 0, in_pieces = 0, runs = 0;
  for (int n = 0; n < 600; ++n) {
    const Params params = random_params(random);
    auto layer = test::random_layer(random);
    const auto& names = numerics::lowbit::weight_names();
    layer = with_weights(layer, names[random.below(names.size())]);
    layer.first = random.below(4) == 0;
    CAPTURE(n, layer.precision.weights);
    if (!refusal_of(layer, params).empty()) continue;
    ++runs;
    const auto record = run(params, layer);
    test::require_sound(record);
    through_dram += record.spilled ? 1 : 0;
    in_pieces += record.choices.at("mapping").find(", 1 pieces") == std::string::npos ? 1 : 0;
  }
  CHECK(runs > 150);
  CHECK(through_dram > 20);
  CHECK(in_pieces > 10);
}

TEST_CASE("what gets lost inside the machine is found by the comparison of outputs") {
  const auto fault = GENERATE(from_range(fault_names));
  const auto kib = GENERATE(1U, 1024U);  // inputs through DRAM, or on chip
  Params params;
  params.activation_buffer.kib = kib;
  auto layer = test::conv_layer(17, 7, 20, 3, 1, 0.5, 0.5);
  layer.relu = false;
  if (kib == 1) layer = test::conv_layer(4, 7, 20, 3, 1, 0.5, 0.5);
  if (kib == 1) params.grid.rows = 1;
  SimulationOptions options;
  options.fault = fault;
  CAPTURE(fault, kib);
  const auto record = run(params, layer, options);
  CHECK(record.run_info.at("faults_injected") > 0);
  CHECK_FALSE(record.mismatches.empty());
  CHECK_FALSE(record.checked);
}
