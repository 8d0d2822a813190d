// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/input_blocks.hpp"

#include "arch/planar/random_conv.hpp"
#include "arch/planar/scene.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::planar;

TEST_CASE("whole channels with input halos: a PE's blocks are its part of the plane, zeros too") {
  const std::uint64_t seed = GENERATE(range(0, 30));
  core::RandomStream random{seed, "blocks"};
  const auto conv = test::random_strided_conv(random);
  const auto image =
      test::random_values(random, std::size_t{conv.channels} * conv.height * conv.width, 500);
  const auto grid =
      test::with_input_halos(test::between(random, 1, 4), test::between(random, 1, 4));
  const std::vector<Tiling> tiles{Tiling{conv, grid}};
  const InputBlocks blocks{ActivationFormat{}, conv, {Lattice{}}, tiles, image.data()};
  CAPTURE(seed);
  REQUIRE(blocks.slices() == conv.channels);
  std::size_t wrong = 0;
  for (std::uint32_t pe = 0; pe < grid.pes(); ++pe) {
    const Rect in = tiles[0].input(pe);
    CHECK(blocks.stored(0, pe) == conv.channels * in.area());
    for (std::uint32_t c = 0; c < conv.channels; ++c) {
      const BlockView block = blocks.block(0, c, pe);
      REQUIRE(block.count == in.area());
      CHECK(blocks.holds(0, c, pe) == !in.empty());
      const auto* element = block.elements;
      for (std::int32_t y = in.y0; y < in.y1; ++y) {
        for (std::int32_t x = in.x0; x < in.x1; ++x, ++element) {
          const auto at = (c * conv.height + static_cast<std::uint32_t>(y)) * conv.width +
                          static_cast<std::uint32_t>(x);
          wrong += element->value != image[at] || element->run != 0 ? 1 : 0;
        }
      }
    }
  }
  CHECK(wrong == 0);
}
