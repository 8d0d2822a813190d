// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/time_tiles.hpp"

#include "arch/planar/random_conv.hpp"
#include "arch/planar/scene.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::planar;

namespace {

bool all_fit(const workload::Conv2d& conv, const Grid& grid, std::uint32_t kc, const Room& room,
             const Division& division) {
  for (const Tiling& tiling : time_tiles(conv, grid, division)) {
    if (!sums_fit(tiling, kc, room)) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("time tiles of input halos are the fewest whose outputs fit a PE") {
  const auto conv = test::square(32, 3, 1);
  const Grid grid = test::with_input_halos(4, 4);
  const Room room{64, 4096};
  const auto divided = [&](std::uint32_t kc) {
    const auto accepts = [&](const Division& d) { return all_fit(conv, grid, kc, room, d); };
    return fewest_time_tiles(conv, grid, {kc, room, 1, accepts});
  };
  CHECK(divided(1)->tiles() == 1);  // 8 x 8 outputs a PE
  CHECK(divided(2)->tiles() == 2);
  CHECK(divided(8)->tiles() == 8);
  CHECK(divided(64)->tiles() == 64);  // one output a PE
  CHECK_FALSE(divided(65));
}

TEST_CASE("sums and outputs of a group must both fit, and a block's count its values") {
  const auto conv = test::square(8, 1, 0);
  const Tiling tiling{conv, test::with_input_halos(2, 2)};  // 16 outputs a PE
  CHECK(sums_fit(tiling, 3, {48, 48}));
  CHECK_FALSE(sums_fit(tiling, 3, {47, 48}));
  CHECK_FALSE(sums_fit(tiling, 3, {48, 47}));
  const Tiling by_channels{conv, test::by_channels(2, 2)};  // 64 outputs of one filter in four
  CHECK(sums_fit(by_channels, 4, {256, 64}));
  CHECK_FALSE(sums_fit(by_channels, 5, {320, 64}));
  const Room plenty{1U << 20U, 1U << 20U};
  CHECK(sums_fit(Tiling{test::square(255, 1, 0), test::planar(1, 1)}, 1, plenty));
  CHECK_FALSE(sums_fit(Tiling{test::square(256, 1, 0), test::planar(1, 1)}, 1, plenty));
}
