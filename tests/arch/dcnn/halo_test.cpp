// SPDX-License-Identifier: Apache-2.0
// Where inputs lie, what comes from DRAM and what crosses links (docs/timing/dcnn.md, section 5).
#include "arch/dcnn/image_plan.hpp"
#include "arch/dcnn/layer_run.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/records.hpp"

using namespace gossamer;
using namespace gossamer::arch::dcnn;

namespace {

workload::Layer layer_of(std::uint32_t channels, std::uint32_t size, std::uint32_t kernel) {
  return test::conv_layer(channels, size, 8, kernel, kernel / 2, 1.0, 0.5);
}

core::LayerRecord simulate(const Params& params, const workload::Layer& layer) {
  arch::SimulationOptions options;
  options.check = true;
  return run_layer(params, 1.0, layer, options);
}

std::uint64_t transfers(const core::LayerRecord& record) {
  return record.counters.at("pe/halo_links").at("transfer");
}

/// Bytes of inputs of all time tiles, each input once in each tile that needs it.
std::uint64_t bytes_of_tiles(const Params& params, const workload::Layer& layer) {
  const DenseLayer dense{layer, params.grid(), params.pe.multipliers};
  const workload::Conv2d& conv = dense.conv;
  const tensor::Tensor<std::int16_t> weights{
      {conv.filters, conv.channels, conv.filter_height, conv.filter_width}};
  const LayerPlan plan = plan_layer(dense, weights, params);
  const std::vector<std::int16_t> pixels(std::size_t{conv.channels} * conv.height * conv.width);
  const ImagePlan image = plan_image(plan, params, pixels.data());
  std::uint64_t inputs = 0;
  for (const auto& tiling : image.tiles) {
    const auto& out = tiling.outputs();
    const auto extent = [](std::int32_t first, std::int32_t end, std::uint32_t size) {
      return std::min<std::int32_t>(end + 1, static_cast<std::int32_t>(size)) -
             std::max(first - 1, 0);
    };
    inputs += static_cast<std::uint64_t>(extent(out.y0, out.y1, conv.height)) *
              static_cast<std::uint64_t>(extent(out.x0, out.x1, conv.width));
  }
  return inputs * conv.channels * 2;
}

}  // namespace

TEST_CASE("a PE's share alone counts: 512 channels of 28 x 28 fill 16 KiB and stay on chip") {
  const auto layer = layer_of(512, 28, 3);
  Params params;
  const auto record = simulate(params, layer);
  test::require_sound(record);
  CHECK_FALSE(record.spilled);
  CHECK(record.metrics.at("time_tiles") == 1);
  CHECK(transfers(record) > 0);
  params.iaram_kib = 15;
  CHECK(simulate(params, layer).spilled);
}

TEST_CASE("loaded inputs come from DRAM once for each time tile, and nothing else with them") {
  const auto layer = layer_of(32, 40, 3);
  Params params;
  params.iaram_kib = GENERATE(1U, 2U);
  params.accumulator.entries = 64;
  const auto record = simulate(params, layer);
  test::require_sound(record);
  REQUIRE(record.spilled);
  const auto tiles = static_cast<std::uint64_t>(record.metrics.at("time_tiles"));
  CAPTURE(params.iaram_kib, tiles);
  CHECK(tiles > 1);
  CHECK(record.dram_read_bytes == tiles * 8 * 32 * 9 * 2 + bytes_of_tiles(params, layer));
  CHECK(transfers(record) > 0);
}

TEST_CASE("values that cross links are those of the windows, resident or loaded") {
  // 8 x 8 PEs of 5 x 5 outputs: along a side 15 taps meet an input, of which 2 are the
  // neighbours'; the rim lacks one.
  const auto layer = layer_of(6, 40, 3);
  const std::uint64_t inside = 8 * 15 - 2;
  const std::uint64_t own = 8 * 13;
  const auto record = simulate(Params{}, layer);
  CHECK_FALSE(record.spilled);
  CHECK(transfers(record) == 6 * (inside * inside - own * own));
  CHECK(transfers(simulate(Params{}, layer_of(6, 40, 1))) == 0);
  Params one;
  one.pe.rows = one.pe.cols = 1;
  CHECK(transfers(simulate(one, layer)) == 0);
}

TEST_CASE("inputs of PEs further away pass several links") {
  // One output a PE: of five taps two lie one PE away and two lie two.
  auto layer = layer_of(1, 5, 5);
  Params params;
  params.pe.rows = 1;
  params.pe.cols = 5;
  auto& conv = test::conv_of(layer);
  conv.height = conv.filter_height = 1;
  conv.pad_top = conv.pad_bottom = 0;
  const auto record = simulate(params, layer);
  test::require_sound(record);
  CHECK(transfers(record) == 8 * 1 + 6 * 2);
}
