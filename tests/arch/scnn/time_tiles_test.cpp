// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/time_tiles.hpp"

#include "arch/planar/random_conv.hpp"
#include "arch/scnn/scene.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;

namespace {

Params tight(core::RandomStream& random, const Grid& grid) {
  Params params = test::params_of(grid);
  params.accumulator.banks = test::between(random, 1, 32);
  params.accumulator.entries = test::between(random, 1, 16);
  params.accumulator.hash = static_cast<HashKind>(random.below(3));
  return params;
}

/// The fewest parts of a plane in which the sums fit, of all divisions that give every PE an output
/// and cut the plane into as many rows and columns as they say.
std::uint32_t fewest_of_all(const ConvLayer& layer, const Grid& grid, const Params& params,
                            std::uint32_t kc) {
  const auto ceil_div = [](std::uint32_t a, std::uint32_t b) { return (a + b - 1) / b; };
  const bool planar = grid.mapping != Mapping::channel;
  const std::uint32_t height = layer.conv.out_height();
  const std::uint32_t width = layer.conv.out_width();
  std::uint32_t fewest = ~0U;
  for (std::uint32_t rows = 1; rows <= ceil_div(height, planar ? grid.rows : 1); ++rows) {
    for (std::uint32_t cols = 1; cols <= ceil_div(width, planar ? grid.cols : 1); ++cols) {
      const bool as_many = ceil_div(height, ceil_div(height, rows)) == rows &&
                           ceil_div(width, ceil_div(width, cols)) == cols;
      if (as_many && sums_fit(layer, grid, params, kc, {rows, cols})) {
        fewest = std::min(fewest, rows * cols);
      }
    }
  }
  return fewest;
}

}  // namespace

TEST_CASE("there are no fewer time tiles in which the sums fit, and in these they do") {
  const std::uint64_t seed = GENERATE(range(0, 80));
  core::RandomStream random{seed, "fewest"};
  const ConvLayer layer = test::layer_of(test::random_strided_conv(random));
  Grid grid = test::planar(test::between(random, 1, 4), test::between(random, 1, 4));
  if (random.below(3) == 0) grid.mapping = Mapping::channel;
  const Params params = tight(random, grid);
  const std::uint32_t kc = test::between(random, 1, 4);
  CAPTURE(seed, kc);
  const auto division = fewest_time_tiles(layer, grid, params, kc);
  if (!division) return;  // not even the finest fits
  CHECK(sums_fit(layer, grid, params, kc, *division));
  CHECK(division->tiles() == fewest_of_all(layer, grid, params, kc));
}

TEST_CASE("where the sums of every time tile fit, so do those of each bank") {
  const std::uint64_t seed = GENERATE(range(0, 60));
  core::RandomStream random{seed, "fit"};
  const ConvLayer layer = test::layer_of(test::random_strided_conv(random));
  const Grid grid = test::planar(test::between(random, 1, 4), test::between(random, 1, 4));
  const Params params = tight(random, grid);
  const Division division{test::between(random, 1, 3), test::between(random, 1, 3)};
  const auto tiles = arch::planar::time_tiles(layer.conv, grid, division);
  REQUIRE(tiles.size() == division.tiles());
  const FootprintSize footprint = tiles.front().footprint_size();
  const BankMap map{params.accumulator.hash, params.accumulator.banks, 2, footprint.height,
                    footprint.width};
  bool fit = map.most_in_a_bank() <= params.accumulator.entries;
  std::uint64_t outputs = 0;
  for (const Tiling& tiling : tiles) {
    CHECK(tiling.footprint_size().area() == footprint.area());  // one size for all
    fit = fit && 2 * tiling.sums_per_channel() <=
                     std::uint64_t{params.accumulator.banks} * params.accumulator.entries;
    outputs += tiling.outputs().area();
  }
  CAPTURE(seed);
  CHECK(sums_fit(layer, grid, params, 2, division) == fit);
  CHECK(outputs == std::uint64_t{layer.conv.out_height()} * layer.conv.out_width());
}

TEST_CASE("more time tiles than the fewest are taken where they are asked for or accepted alone") {
  const ConvLayer layer = test::layer_of(test::square(32, 3, 1));
  const Grid grid = test::planar(2, 2);
  const Params params = test::params_of(grid);
  CHECK(fewest_time_tiles(layer, grid, params, 1)->tiles() == 1);
  CHECK(fewest_time_tiles(layer, grid, params, 1, 3)->tiles() == 3);
  const auto odd = [](const Division& division) {
    return division.tiles() > 1 && division.tiles() % 2 == 1;
  };
  CHECK(fewest_time_tiles(layer, grid, params, 1, 1, odd)->tiles() == 3);
  const auto none = [](const Division&) { return false; };
  CHECK_FALSE(fewest_time_tiles(layer, grid, params, 1, 1, none));
}

TEST_CASE("of as many time tiles, those are taken whose busiest PE has fewest inputs") {
  auto conv = test::square(16, 1, 0);
  conv.filter_width = 9;  // columns that are cut share many inputs
  conv.pad_left = conv.pad_right = 4;
  const Grid grid = test::planar(1, 1);
  const auto division = fewest_time_tiles(test::layer_of(conv), grid, test::params_of(grid), 1, 4);
  REQUIRE(division);
  CHECK(division->rows == 4);
  CHECK(division->cols == 1);
}
