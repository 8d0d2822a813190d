// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/foot_keys.hpp"

#include "arch/scnn/random_conv.hpp"
#include "arch/scnn/tiling.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using arch::scnn::FootKey;
using arch::scnn::FootKeys;
using arch::scnn::Rect;
using arch::scnn::Tiling;

namespace {

/// Whether input (y, x) meets filter tap (r, s) at an output that exists.
bool in_plane(const workload::Conv2d& conv, std::int32_t y, std::int32_t x, std::uint8_t r,
              std::uint8_t s) {
  const std::int32_t p = y + static_cast<std::int32_t>(conv.pad_top) - r;
  const std::int32_t q = x + static_cast<std::int32_t>(conv.pad_left) - s;
  return p >= 0 && q >= 0 && p < static_cast<std::int32_t>(conv.out_height()) &&
         q < static_cast<std::int32_t>(conv.out_width());
}

/// Taps (r, s) for which the key and the plane disagree.
std::size_t disagreements(const workload::Conv2d& conv, const FootKey& key, std::int32_t y,
                          std::int32_t x) {
  std::size_t wrong = 0;
  for (std::uint8_t r = 0; r < conv.filter_height; ++r) {
    for (std::uint8_t s = 0; s < conv.filter_width; ++s) {
      wrong += key.inside(r, s) != in_plane(conv, y, x, r, s) ? 1 : 0;
    }
  }
  return wrong;
}

workload::Conv2d padded(std::uint32_t size, std::uint32_t kernel, std::uint32_t pad) {
  workload::Conv2d conv;
  conv.height = conv.width = size;
  conv.filter_height = conv.filter_width = kernel;
  conv.pad_top = conv.pad_bottom = conv.pad_left = conv.pad_right = pad;
  return conv;
}

}  // namespace

TEST_CASE("a key says of every tap whether its product is inside the plane, for every input") {
  const std::uint64_t seed = GENERATE(range(0, 80));
  core::RandomStream random{seed, "keys"};
  const auto conv = test::random_conv(random);
  const Tiling tiling{conv, test::between(random, 1, 8), test::between(random, 1, 8)};
  FootKeys keys{conv, tiling.footprint_width()};
  CAPTURE(seed);
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    const Rect tile = tiling.input(pe);
    for (std::int32_t y = tile.y0; y < tile.y1; ++y) {
      for (std::int32_t x = tile.x0; x < tile.x1; ++x) {
        const FootKey& key = keys.key(keys.number(y, x, tile.y0, tile.x0));
        CHECK(disagreements(conv, key, y, x) == 0);
        const auto row = static_cast<std::uint32_t>(y - tile.y0);
        const auto col = static_cast<std::uint32_t>(x - tile.x0);
        CHECK(key.offset == row * tiling.footprint_width() + col);
      }
    }
  }
}

TEST_CASE(
    "a position that no tap brings inside the plane has a key that says so, in either direction") {
  FootKeys keys{padded(6, 5, 0), 10};  // outputs 2 x 2
  const FootKey corner = keys.key(keys.number(5, 5, 0, 0));
  CHECK_FALSE(corner.none);
  CHECK(corner.inside(4, 4));
  CHECK_FALSE(corner.inside(3, 4));
  CHECK_FALSE(corner.inside(4, 3));
  for (const auto& [y, x] : {std::pair{6, 0}, std::pair{0, 6}, std::pair{6, 6}}) {
    const FootKey none = keys.key(keys.number(y, x, 0, 0));
    CAPTURE(y, x);
    CHECK(none.none);
    CHECK_FALSE(none.inside(0, 0));
    CHECK_FALSE(none.inside(4, 4));
  }
}

TEST_CASE("inputs at the same place of inner tiles share a key") {
  const auto conv = padded(16, 3, 1);
  FootKeys keys{conv, 6};
  const std::uint32_t first = keys.number(5, 6, 4, 4);
  CHECK(keys.number(9, 10, 8, 8) == first);
  CHECK(keys.size() == 1);
  CHECK(keys.number(5, 7, 4, 4) != first);  // another column of the tile
  CHECK(keys.number(0, 0, 0, 0) != first);  // at the rim some taps fall outside
  CHECK(keys.size() == 3);
}
