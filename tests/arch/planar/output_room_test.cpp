// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/output_room.hpp"

#include <algorithm>

#include "arch/planar/random_conv.hpp"
#include "arch/planar/scene.hpp"
#include "arch/planar/time_tiles.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::planar;

TEST_CASE("no PE has more outputs over all time tiles than the one said to have most") {
  const std::uint64_t seed = GENERATE(range(0, 30));
  core::RandomStream random{seed, "outputs"};
  const auto conv = test::random_strided_conv(random);
  Grid grid = test::planar(test::between(random, 1, 4), test::between(random, 1, 4));
  if (random.below(2) == 0) grid.halo = Halo::inputs;
  const auto tiles =
      time_tiles(conv, grid, {test::between(random, 1, 3), test::between(random, 1, 3)});
  std::vector<std::uint64_t> outputs(grid.pes());
  for (const Tiling& tiling : tiles) {
    for (std::uint32_t pe = 0; pe < grid.pes(); ++pe) {
      outputs[pe] += conv.filters * tiling.output(pe).area();
    }
  }
  CAPTURE(seed);
  CHECK(most_outputs(tiles, conv.filters) == *std::max_element(outputs.begin(), outputs.end()));
}

TEST_CASE("by channels, filters are dealt to the PEs, and the first has one more than its share") {
  CHECK(owned_filters(test::by_channels(2, 3), 12) == 2);
  CHECK(owned_filters(test::by_channels(2, 3), 13) == 3);
  CHECK(owned_filters(test::planar(2, 3), 13) == 13);
  const std::vector<Tiling> tiles{Tiling{test::square(4, 1, 0), test::by_channels(2, 3)}};
  CHECK(most_outputs(tiles, 13) == 3 * 16);
}

TEST_CASE("as many steps wait as dense outputs fit, at least one, at most all") {
  const std::vector<Tiling> tiles{Tiling{test::square(8, 1, 0), test::planar(2, 2)}};  // 16 a PE
  CHECK(unwritten_steps(tiles, 4, 9, 128) == 2);
  CHECK(unwritten_steps(tiles, 4, 9, 127) == 1);
  CHECK(unwritten_steps(tiles, 4, 9, 10) == 1);
  CHECK(unwritten_steps(tiles, 4, 9, 1000) == 9);
}
