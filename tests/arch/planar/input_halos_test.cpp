// SPDX-License-Identifier: Apache-2.0
// Tilings that divide outputs, and inputs with them.
#include <algorithm>

#include "arch/planar/random_conv.hpp"
#include "arch/planar/rects.hpp"
#include "arch/planar/scene.hpp"
#include "arch/planar/tiling.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using arch::planar::Rect;
using arch::planar::Tiling;
using arch::planar::TimeTile;
using test::contains;
using test::for_each_product;
using test::inside;
using test::same;
using test::square;
using test::whole_input;

TEST_CASE("with input halos, inputs have one PE each; outputs need what they meet, of any PE") {
  const std::uint64_t seed = GENERATE(range(0, 80));
  core::RandomStream random{seed, "input halos"};
  const auto conv = test::random_strided_conv(random);
  const std::uint32_t parts = test::between(random, 1, 3);
  const auto tile = TimeTile::part(conv, random.below(parts), parts, 0, 1);
  const auto grid =
      test::with_input_halos(test::between(random, 1, 6), test::between(random, 1, 6));
  const Tiling tiling{conv, grid, tile};
  CAPTURE(seed, parts);
  std::uint64_t outputs = 0;
  std::uint64_t inputs = 0;
  std::uint64_t most = 0;
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    const Rect own = tiling.output(pe);
    const Rect in = tiling.input(pe);
    const Rect needed = tiling.needed(pe);
    outputs += own.area();
    inputs += in.area();
    most = std::max(most, in.area());
    CHECK(inside(in, tile.inputs));
    CHECK(inside(needed, tile.inputs));
    CHECK((!own.empty() || (in.empty() && needed.empty())));
    std::size_t elsewhere = 0;
    for (std::int32_t y = in.y0; y < in.y1; ++y) {
      for (std::int32_t x = in.x0; x < in.x1; ++x) {
        elsewhere += tiling.home_row(y) * grid.cols + tiling.home_col(x) != pe ? 1 : 0;
      }
    }
    CHECK(elsewhere == 0);
    std::size_t missing = 0;
    for_each_product(conv, whole_input(conv), [&](auto y, auto x, auto p, auto q) {
      missing += contains(own, p, q) && !contains(needed, y, x) ? 1 : 0;
    });
    CHECK(missing == 0);
    CHECK((needed.empty() || same(tiling.reach(pe), own)));
    CHECK(inside(own, tiling.footprint(pe)));
  }
  CHECK(outputs == tile.outputs.area());
  CHECK(inputs == tile.inputs.area());  // as often as there are, and none elsewhere: each once
  CHECK(tiling.sums_per_channel() == tiling.output(0).area());
  CHECK(tiling.most_inputs() == most);
}

TEST_CASE("an input halo is the kernel's reach around what the outputs sit on, and no more") {
  auto conv = square(16, 3, 1);
  const Tiling tiling{conv, test::with_input_halos(4, 4)};
  CHECK(same(tiling.output(5), {4, 8, 4, 8}));
  CHECK(same(tiling.needed(5), {3, 9, 3, 9}));
  CHECK(same(tiling.needed(0), {0, 5, 0, 5}));  // the pad is no input
  CHECK(same(tiling.input(5), {4, 8, 4, 8}));
  CHECK(tiling.most_inputs() == 16);
  CHECK(tiling.sums_per_channel() == 16);
  conv.stride_y = 2;  // outputs 8 x 16
  CHECK(same(Tiling{conv, test::with_input_halos(4, 4)}.needed(5), {3, 8, 3, 9}));
}

TEST_CASE(
    "inputs lie where the middle of the windows does; the rim goes to the first and the last") {
  const auto conv = square(18, 3, 0);  // 16 outputs
  const Tiling tiling{conv, test::with_input_halos(4, 4)};
  CHECK(same(tiling.input(0), {0, 5, 0, 5}));
  CHECK(same(tiling.input(5), {5, 9, 5, 9}));
  CHECK(same(tiling.input(15), {13, 18, 13, 18}));
  CHECK(tiling.most_inputs() == 25);
  auto strided = square(35, 11, 0);  // seven outputs: two, two, two and one
  strided.stride_y = strided.stride_x = 4;
  const Tiling coarse{strided, test::with_input_halos(4, 4)};
  CHECK(same(coarse.input(5), {11, 19, 11, 19}));  // of windows from 8 to 23 the middle
  CHECK(same(coarse.input(15), {27, 35, 27, 35}));
  // More PEs than outputs: the last one with an output takes the rest.
  CHECK(same(Tiling{square(5, 3, 0), test::with_input_halos(4, 4)}.input(10), {3, 5, 3, 5}));
  CHECK(Tiling{square(5, 3, 0), test::with_input_halos(4, 4)}.input(15).empty());
}
