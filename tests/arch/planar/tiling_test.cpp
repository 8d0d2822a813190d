// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/tiling.hpp"

#include <algorithm>
#include <vector>

#include "arch/planar/random_conv.hpp"
#include "arch/planar/rects.hpp"
#include "arch/planar/scene.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using arch::planar::intersect;
using arch::planar::Rect;
using arch::planar::Tiling;
using arch::planar::TimeTile;
using test::contains;
using test::for_each_product;
using test::inside;
using test::planar;
using test::plane_of;
using test::same;
using test::square;
using test::whole_input;

namespace {

/// How many rectangles cover each position of a plane.
class Cover {
 public:
  Cover(std::uint32_t height, std::uint32_t width)
      : height_{static_cast<std::int32_t>(height)},
        width_{static_cast<std::int32_t>(width)},
        counts_(std::size_t{height} * width) {}

  void add(const Rect& rect) {
    for (std::int32_t y = rect.y0; y < rect.y1; ++y) {
      for (std::int32_t x = rect.x0; x < rect.x1; ++x) {
        REQUIRE((y >= 0 && y < height_ && x >= 0 && x < width_));
        ++counts_[static_cast<std::size_t>(y * width_ + x)];
      }
    }
  }
  bool once_everywhere() const { return counts_ == std::vector<int>(counts_.size(), 1); }

 private:
  std::int32_t height_;
  std::int32_t width_;
  std::vector<int> counts_;
};

}  // namespace

TEST_CASE("every input and every output belongs to exactly one PE") {
  const std::uint64_t seed = GENERATE(range(0, 60));
  core::RandomStream random{seed, "tiles"};
  const auto conv = test::random_conv(random);
  const Tiling tiling{conv, planar(test::between(random, 1, 8), test::between(random, 1, 8))};
  CAPTURE(seed, conv.height, conv.width, tiling.rows(), tiling.cols());
  Cover inputs{conv.height, conv.width};
  Cover outputs{conv.out_height(), conv.out_width()};
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    inputs.add(tiling.input(pe));
    outputs.add(tiling.output(pe));
  }
  CHECK(inputs.once_everywhere());
  CHECK(outputs.once_everywhere());
  CHECK(tiling.outputs().area() == std::uint64_t{conv.out_height()} * conv.out_width());
}

TEST_CASE("a plane that does not divide gives full tiles first, a smaller one, then none") {
  const Tiling tiling{square(13, 3, 1), planar(8, 8)};  // tiles of 2 x 2
  CHECK(same(tiling.input(0), {0, 2, 0, 2}));
  CHECK(same(tiling.input(6), {0, 2, 12, 13}));
  CHECK(tiling.input(7).empty());
  CHECK(same(tiling.input(6 * 8 + 6), {12, 13, 12, 13}));
  CHECK(tiling.output(63).empty());
}

TEST_CASE("inputs and outputs are cut each by their own extent") {
  const Tiling tiling{square(57, 3, 0),
                      planar(8, 8)};  // outputs 55 x 55: tiles of 7, inputs tiles of 8
  CHECK(same(tiling.input(9), {8, 16, 8, 16}));
  CHECK(same(tiling.output(9), {7, 14, 7, 14}));
}

TEST_CASE(
    "a footprint begins R - 1 before its tile, moved by the pad, and has the extent of a full "
    "tile") {
  const Tiling tiling{square(16, 3, 1), planar(4, 4)};
  CHECK(same(tiling.footprint(0), {-1, 5, -1, 5}));
  CHECK(same(tiling.footprint(5), {3, 9, 3, 9}));
  const Tiling uneven{square(13, 5, 0), planar(8, 8)};
  CHECK(uneven.footprint_size().height == 6);
  CHECK(same(uneven.footprint(6), {-4, 2, 8, 14}));
}

TEST_CASE("the reach of a PE is the span of outputs that its inputs meet through some tap") {
  const std::uint64_t seed = GENERATE(range(0, 60));
  core::RandomStream random{seed, "reach"};
  const auto conv = test::random_conv(random);
  const Tiling tiling{conv, planar(test::between(random, 1, 8), test::between(random, 1, 8))};
  CAPTURE(seed);
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    const Rect in = tiling.input(pe);
    const Rect reach = tiling.reach(pe);
    CHECK(reach.empty() == in.empty());
    CHECK(inside(reach, tiling.footprint(pe)));
    if (in.empty()) continue;
    // Input y and filter row r meet at output y + pad - r.
    const auto pad_top = static_cast<std::int32_t>(conv.pad_top);
    const auto pad_left = static_cast<std::int32_t>(conv.pad_left);
    const auto last_row = static_cast<std::int32_t>(conv.filter_height) - 1;
    const auto last_col = static_cast<std::int32_t>(conv.filter_width) - 1;
    CHECK(same(reach, {in.y0 + pad_top - last_row, in.y1 - 1 + pad_top + 1,
                       in.x0 + pad_left - last_col, in.x1 - 1 + pad_left + 1}));
  }
}

TEST_CASE("a PE holds its footprint, and what it owns outside of it") {
  CHECK(Tiling{square(16, 3, 1), planar(4, 4)}.sums_per_channel() == 36);
  CHECK(Tiling{square(16, 1, 0), planar(4, 4)}.sums_per_channel() == 16);
  // 1 x 1 with a pad of 2: 20 x 20 outputs in tiles of 5 and footprints of 4 that begin at 2, 6,
  // 10, 14: PE 0 owns 0 to 4, of which it holds 2 to 4.
  CHECK(Tiling{square(16, 1, 2), planar(4, 4)}.sums_per_channel() == 16 + (25 - 9));
}

TEST_CASE(
    "planes whose tiles have more positions than 32 bits count are measured without overflow") {
  const auto conv = square(1U << 24U, 1, 0);
  const Tiling tiling{conv, planar(1, 1)};
  CHECK(tiling.sums_per_channel() == std::uint64_t{1} << 48U);
  CHECK(tiling.input(0).area() == std::uint64_t{1} << 48U);
}

TEST_CASE("rectangles that do not meet have an empty intersection") {
  CHECK(intersect({0, 2, 0, 2}, {2, 4, 0, 2}).empty());
  CHECK(intersect({0, 2, 0, 2}, {5, 9, 5, 9}).empty());
  CHECK(same(intersect({-2, 3, 0, 9}, {0, 5, 4, 6}), {0, 3, 4, 6}));
}

TEST_CASE("time tiles share out the outputs, and each has every input that its outputs meet") {
  const std::uint64_t seed = GENERATE(range(0, 60));
  core::RandomStream random{seed, "time tiles"};
  const auto conv = test::random_strided_conv(random);
  const std::uint32_t rows = test::between(random, 1, 4);
  const std::uint32_t cols = test::between(random, 1, 4);
  CAPTURE(seed, rows, cols);
  Cover outputs{conv.out_height(), conv.out_width()};
  for (std::uint32_t part = 0; part < rows * cols; ++part) {
    const auto tile = TimeTile::part(conv, part / cols, rows, part % cols, cols);
    outputs.add(tile.outputs);
    CHECK(inside(tile.inputs, whole_input(conv)));
    std::size_t missing = 0;
    for_each_product(conv, whole_input(conv), [&](auto y, auto x, auto p, auto q) {
      missing += contains(tile.outputs, p, q) && !contains(tile.inputs, y, x) ? 1 : 0;
    });
    CHECK(missing == 0);
  }
  CHECK(outputs.once_everywhere());
}

TEST_CASE("the inputs of a time tile are the span that its outputs need, within the plane") {
  auto conv = square(20, 3, 1);
  conv.stride_y = 2;
  conv.dilation_x = 2;  // outputs 10 x 18
  const auto first = TimeTile::part(conv, 0, 2, 0, 2);
  CHECK(same(first.outputs, {0, 5, 0, 9}));
  CHECK(same(first.inputs, {0, 10, 0, 12}));
  const auto last = TimeTile::part(conv, 1, 2, 1, 2);
  CHECK(same(last.outputs, {5, 10, 9, 18}));
  CHECK(same(last.inputs, {9, 20, 8, 20}));
  conv = square(8, 1, 0);
  conv.stride_y = conv.stride_x = 3;
  CHECK(same(TimeTile::whole(conv).inputs, {0, 7, 0, 7}));  // the last row meets no output
}

TEST_CASE(
    "in a time tile, inputs and outputs belong to one PE each, and footprints hold all sums") {
  const std::uint64_t seed = GENERATE(range(0, 80));
  core::RandomStream random{seed, "strided tiles"};
  const auto conv = test::random_strided_conv(random);
  const std::uint32_t parts = test::between(random, 1, 3);
  const auto tile = TimeTile::part(conv, random.below(parts), parts, 0, 1);
  const Tiling tiling{conv, planar(test::between(random, 1, 6), test::between(random, 1, 6)), tile};
  CAPTURE(seed, parts);
  Cover inputs{conv.height, conv.width};
  std::size_t outputs = 0;
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    inputs.add(tiling.input(pe));
    CHECK(inside(tiling.input(pe), tile.inputs));
    CHECK(inside(tiling.output(pe), tile.outputs));
    outputs += tiling.output(pe).area();
    std::size_t outside = 0;
    for_each_product(conv, tiling.input(pe), [&](auto, auto, auto p, auto q) {
      outside += contains(tiling.reach(pe), p, q) && contains(tiling.footprint(pe), p, q) ? 0 : 1;
    });
    CHECK(outside == 0);
    CHECK(inside(tiling.reach(pe), tiling.footprint(pe)));
    CHECK(tiling.reach(pe).empty() == tiling.input(pe).empty());
  }
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    for (std::uint32_t other = 0; other < pe; ++other) {
      CHECK(intersect(tiling.input(pe), tiling.input(other)).empty());
      CHECK(intersect(tiling.output(pe), tiling.output(other)).empty());
    }
  }
  CHECK(outputs == tile.outputs.area());
}

TEST_CASE("a strided footprint counts the outputs between the first tap and the last") {
  auto conv = square(32, 3, 1);
  conv.stride_y = 2;  // outputs 16 x 32
  const Tiling tiling{conv, planar(4, 4)};
  CHECK(same(tiling.input(5), {8, 16, 8, 16}));
  CHECK(same(tiling.output(5), {4, 8, 8, 16}));
  // Rows 8 to 15 are 9 to 16 with the pad, 4 to 8 without the phase; taps shift by 0 or 1.
  CHECK(same(tiling.footprint(5), {3, 9, 7, 17}));
  CHECK(same(tiling.reach(5), {3, 9, 7, 17}));
  CHECK(tiling.sums_per_channel() == 6 * 10);
}

TEST_CASE("by channels, every PE has the whole tile") {
  const auto conv = square(9, 3, 1);
  const Tiling tiling{conv, test::by_channels(2, 3)};
  for (std::uint32_t pe = 0; pe < 6; ++pe) {
    CHECK(same(tiling.input(pe), {0, 9, 0, 9}));
    CHECK(same(tiling.output(pe), {0, 9, 0, 9}));
    CHECK(same(tiling.footprint(pe), {-1, 10, -1, 10}));
  }
  CHECK(tiling.sums_per_channel() == 121);
}

TEST_CASE("a footprint is enlarged to that of another time tile, and never made smaller") {
  Tiling tiling{square(16, 3, 1), planar(4, 4)};
  tiling.enlarge_footprint({8, 2});
  CHECK(same(tiling.footprint(5), {3, 11, 3, 9}));
  CHECK(tiling.sums_per_channel() == 48);
}
