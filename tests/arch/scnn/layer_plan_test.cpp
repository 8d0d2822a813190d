// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/layer_plan.hpp"

#include "arch/scnn/scene.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/messages.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using test::layer_of;
using test::planar;

namespace {

workload::Conv2d square(std::uint32_t size, std::uint32_t kernel, std::uint32_t pad,
                        std::uint32_t filters) {
  auto layer = test::conv_layer(1, size, filters, kernel, pad, 1.0, 1.0);
  return test::conv_of(layer);
}

/// A layer of one channel, 5 x 5 kernels on 14 x 14: 36 sums a channel and PE, so 28 channels fit.
workload::Layer layer_5x5(std::uint32_t filters) {
  auto layer = test::conv_layer(1, 14, filters, 5, 2, 1.0, 1.0);
  layer.where = {"net.yaml", 3, 5};
  return layer;
}

/// Weights of which every kernel has its first `nonzeros` taps.
tensor::Tensor<std::int16_t> weights_of(const workload::Layer& layer, std::size_t nonzeros) {
  tensor::Tensor<std::int16_t> weights{workload::weight_shape(layer)};
  const std::size_t taps = weights.shape[2] * weights.shape[3];
  for (std::size_t n = 0; n < weights.size(); ++n) weights.data[n] = n % taps < nonzeros ? 1 : 0;
  return weights;
}

Params params_of(std::uint32_t kc, HashKind hash = HashKind::linear) {
  Params params;
  params.kc = kc;
  params.accumulator.hash = hash;
  return params;
}

Grid grid_of(const Params& params) {
  return planar(params.pe.rows, params.pe.cols);
}

LayerPlan planned(const workload::Layer& layer, std::size_t nonzeros, const Params& params) {
  return plan_layer(layer, ConvLayer{layer, grid_of(params)}, grid_of(params),
                    weights_of(layer, nonzeros), params);
}

std::uint32_t planned_kc(const workload::Layer& layer, std::size_t nonzeros, const Params& params) {
  return planned(layer, nonzeros, params).kc;
}

std::optional<std::uint32_t> largest(const workload::Conv2d& conv, const Params& params) {
  return largest_kc(layer_of(conv), grid_of(params), params);
}

/// The most output channels whose sums fit without cutting the plane.
std::uint32_t largest_uncut(const workload::Conv2d& conv, const Params& params) {
  std::uint32_t kc = 0;
  while (sums_fit(layer_of(conv), grid_of(params), params, kc + 1, {1, 1})) ++kc;
  return kc;
}

}  // namespace

TEST_CASE("the group size is kc where the sums fit") {
  CHECK(largest(square(56, 3, 1, 64), params_of(8)) == 8);
  CHECK(largest(square(56, 3, 1, 5), params_of(8)) == 5);  // there are no more filters
  auto conv = square(56, 3, 1, 12);
  conv.groups = 2;
  conv.channels = 2;
  CHECK(largest(conv, params_of(8)) == 6);  // a group never crosses a convolution group
}

TEST_CASE(
    "in one time tile, the largest group is what the accumulators hold of a tile's footprint") {
  // Plane, kernel, floor(1024 / footprint).
  const auto [size, kernel, expected] =
      GENERATE(table<std::uint32_t, std::uint32_t, std::uint32_t>({{224, 3, 1},
                                                                   {112, 3, 4},
                                                                   {57, 3, 10},
                                                                   {56, 1, 20},
                                                                   {56, 3, 12},
                                                                   {28, 3, 28},
                                                                   {28, 5, 16},
                                                                   {14, 1, 256},
                                                                   {14, 3, 64},
                                                                   {7, 3, 113},
                                                                   {7, 5, 40}}));
  CAPTURE(size, kernel);
  CHECK(largest_uncut(square(size, kernel, kernel / 2, 4096), params_of(4096)) == expected);
}

TEST_CASE("a plane is cut in time before a group is made smaller") {
  const auto conv = square(224, 3, 1, 64);
  CHECK(largest(conv, params_of(8)) == 8);
  auto layer = test::conv_layer(1, 224, 64, 3, 1, 1.0, 1.0);
  const LayerPlan plan = planned(layer, 9, params_of(8));
  CHECK(plan.kc == 8);
  CHECK(plan.division.tiles() > 1);
}

TEST_CASE("the group size falls with the entries of a bank, to nothing") {
  Params params = params_of(8);
  // 5 x 5 time tiles of 12 x 12 outputs: 14 x 14 inputs, 2 x 2 a PE, so 4 x 4 sums a channel, which
  // hold the 2 x 2 outputs that a PE owns.
  const auto conv = square(56, 3, 1, 64);
  const auto with_entries = [&](std::uint32_t entries) {
    params.accumulator.entries = entries;
    return largest(conv, params);
  };
  CHECK(with_entries(4) == 8);
  CHECK(with_entries(3) == 6);
  CHECK(with_entries(1) == 2);
  params.accumulator.banks = 16;
  CHECK(with_entries(1) == 1);
  params.accumulator.banks = 15;
  CHECK(with_entries(1) == std::nullopt);
}

TEST_CASE("a hash that leaves banks unused makes groups smaller") {
  // One sum a channel: the parity hash has three bits of k, so it uses 8 banks of 32.
  const auto conv = square(8, 1, 0, 4096);
  CHECK(largest(conv, params_of(4096, HashKind::linear)) == 1024);
  CHECK(largest(conv, params_of(4096, HashKind::diagonal)) == 1024);
  CHECK(largest(conv, params_of(4096, HashKind::parity)) == 256);
}

TEST_CASE("the largest group fits each bank under every hash, and one channel more would not") {
  const auto hash = GENERATE(HashKind::linear, HashKind::parity, HashKind::diagonal);
  const std::uint32_t size = GENERATE(9U, 20U, 40U, 56U);
  const std::uint32_t kernel = GENERATE(1U, 3U, 4U);
  const Params params = params_of(4096, hash);
  const auto conv = square(size, kernel, 0, 4096);
  const Tiling tiling{conv, grid_of(params)};
  const auto fits = [&](std::uint32_t kc) {
    const FootprintSize footprint = tiling.footprint_size();
    const BankMap map{hash, 32, kc, footprint.height, footprint.width};
    return map.most_in_a_bank() <= 32 && kc * tiling.sums_per_channel() <= 32 * 32;
  };
  CAPTURE(size, kernel, static_cast<int>(hash));
  const std::uint32_t kc = largest_uncut(conv, params);
  REQUIRE(kc > 0);
  CHECK(fits(kc));
  CHECK_FALSE(fits(kc + 1));
}

TEST_CASE("outputs that a PE owns outside its footprint take room as well") {
  Params params = params_of(8);
  params.pe.rows = params.pe.cols = 4;
  params.accumulator.banks = 1;
  const auto conv = square(16, 1, 2, 8);  // footprints of 16, up to 16 outputs beyond
  params.accumulator.entries = 31;
  CHECK(largest_uncut(conv, params) == 0);
  params.accumulator.entries = 32;
  CHECK(largest_uncut(conv, params) == 1);
}

TEST_CASE("the outputs of a group fit the output memory, were they all dense") {
  Params params = params_of(4096);
  params.pe.rows = params.pe.cols = 1;
  params.accumulator.entries = 65536;
  params.oaram_kib = 1;  // 409 values
  CHECK(largest_uncut(square(10, 1, 0, 4096), params) == 4);
}

TEST_CASE("a group has no more taps than the count of a block can number") {
  Params params = params_of(4096);
  params.accumulator.banks = 256;
  params.accumulator.entries = 65536;
  CHECK(largest(square(8, 5, 2, 4096), params) == 65535 / 25);
}

TEST_CASE("the group size falls until the fullest block fits the weight FIFO") {
  Params params = params_of(8);
  CHECK(planned_kc(layer_5x5(16), 25, params) == 8);  // 200 weights: the 50 vectors of the FIFO
  params.weights.fifo_entries = 49;
  CHECK(planned_kc(layer_5x5(16), 25, params) == 7);
  params.weights.fifo_entries = 13;
  CHECK(planned_kc(layer_5x5(16), 25, params) == 2);
  CHECK(planned_kc(layer_5x5(16), 5, params) == 8);  // only what is stored takes room
}

TEST_CASE("a block and a burst fit the whole bursts of the weight buffer") {
  Params params = params_of(14);
  params.weights.fifo_entries = 200;
  params.weights.buffer_kib = 1;
  CHECK(planned_kc(layer_5x5(14), 25, params) == 14);  // 350 weights are 877 bytes
  params.dram.burst_bytes = 96;                        // ten bursts of 96 are 960 bytes
  CHECK(planned_kc(layer_5x5(14), 25, params) == 13);
}

TEST_CASE("a kernel that is longer than the weight FIFO is planned alone, to be sent repeatedly") {
  Params params;
  params.weights.fifo_entries = 6;
  CHECK(planned_kc(layer_5x5(16), 25, params) == 1);  // seven vectors
  CHECK(planned_kc(layer_5x5(16), 24, params) == 1);
}

TEST_CASE("a kernel that does not fit the weight buffer is an error with its position") {
  Params params;
  params.weights.buffer_kib = 1;
  auto layer = test::conv_layer(1, 22, 4, 20, 0, 1.0, 1.0);  // 400 weights are 1002 bytes
  layer.where = {"net.yaml", 3, 5};
  const auto message = test::message_of([&] { planned(layer, 400, params); });
  CHECK(message ==
        "net.yaml:3:5: layer 'conv': the weights of one kernel do not fit weights.buffer_kib: 1");
  CHECK(planned_kc(layer, 380, params) == 1);
}

TEST_CASE("a plan's groups, time tiles and weights are those of its group size") {
  Params params;
  params.accumulator.banks = 32;
  params.accumulator.entries = 6;  // 192 sums: 5 channels of 36
  const auto layer = layer_5x5(12);
  const auto weights = weights_of(layer, 7);
  const LayerPlan plan = planned(layer, 7, params);
  const Grid grid = grid_of(params);
  CHECK(plan.kc == largest_kc(plan.layer, grid, params));
  CHECK(plan.groups.size() == (12 + plan.kc - 1) / plan.kc);
  CHECK(plan.weights.bytes == encode_weights(plan.layer, plan.groups, weights, params).bytes);
  CHECK(sums_fit(plan.layer, grid, params, plan.kc, plan.division));
  CHECK_FALSE(sums_fit(plan.layer, grid, params, plan.kc + 1, plan.division));
}

TEST_CASE("the phase with most taps decides whether a block fits") {
  Params params = params_of(8);
  auto layer = layer_5x5(16);
  test::conv_of(layer).stride_y = test::conv_of(layer).stride_x = 2;  // 9, 6, 6 and 4 taps
  params.weights.fifo_entries = 18;                                   // 72 weights
  CHECK(planned_kc(layer, 25, params) == 8);
  params.weights.fifo_entries = 17;
  CHECK(planned_kc(layer, 25, params) == 7);
}
