// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/tiling.hpp"

#include <vector>

#include "arch/scnn/random_conv.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using arch::scnn::intersect;
using arch::scnn::Rect;
using arch::scnn::Tiling;

namespace {

/// A square plane under a square kernel with equal pads.
workload::Conv2d square(std::uint32_t size, std::uint32_t kernel, std::uint32_t pad) {
  workload::Conv2d conv;
  conv.height = conv.width = size;
  conv.filter_height = conv.filter_width = kernel;
  conv.pad_top = conv.pad_bottom = conv.pad_left = conv.pad_right = pad;
  return conv;
}

bool same(const Rect& a, const Rect& b) {
  return a.y0 == b.y0 && a.y1 == b.y1 && a.x0 == b.x0 && a.x1 == b.x1;
}

bool inside(const Rect& inner, const Rect& outer) {
  return inner.empty() || same(intersect(inner, outer), inner);
}

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
  const Tiling tiling{conv, test::between(random, 1, 8), test::between(random, 1, 8)};
  CAPTURE(seed, conv.height, conv.width, tiling.rows(), tiling.cols());
  Cover inputs{conv.height, conv.width};
  Cover outputs{conv.out_height(), conv.out_width()};
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    inputs.add(tiling.input(pe));
    outputs.add(tiling.output(pe));
  }
  CHECK(inputs.once_everywhere());
  CHECK(outputs.once_everywhere());
  CHECK(tiling.plane().area() == std::uint64_t{conv.out_height()} * conv.out_width());
}

TEST_CASE("a plane that does not divide gives full tiles first, a smaller one, then none") {
  const Tiling tiling{square(13, 3, 1), 8, 8};  // tiles of 2 x 2
  CHECK(same(tiling.input(0), {0, 2, 0, 2}));
  CHECK(same(tiling.input(6), {0, 2, 12, 13}));
  CHECK(tiling.input(7).empty());
  CHECK(same(tiling.input(6 * 8 + 6), {12, 13, 12, 13}));
  CHECK(tiling.output(63).empty());
}

TEST_CASE("inputs and outputs are cut each by their own extent") {
  const Tiling tiling{square(57, 3, 0), 8, 8};  // outputs 55 x 55: tiles of 7, inputs tiles of 8
  CHECK(same(tiling.input(9), {8, 16, 8, 16}));
  CHECK(same(tiling.output(9), {7, 14, 7, 14}));
}

TEST_CASE(
    "a footprint begins R - 1 before its tile, moved by the pad, and has the extent of a full "
    "tile") {
  const Tiling tiling{square(16, 3, 1), 4, 4};
  CHECK(same(tiling.footprint(0), {-1, 5, -1, 5}));
  CHECK(same(tiling.footprint(5), {3, 9, 3, 9}));
  const Tiling uneven{square(13, 5, 0), 8, 8};
  CHECK(uneven.footprint_height() == 6);
  CHECK(same(uneven.footprint(6), {-4, 2, 8, 14}));
}

TEST_CASE("the reach of a PE is the span of outputs that its inputs meet through some tap") {
  const std::uint64_t seed = GENERATE(range(0, 60));
  core::RandomStream random{seed, "reach"};
  const auto conv = test::random_conv(random);
  const Tiling tiling{conv, test::between(random, 1, 8), test::between(random, 1, 8)};
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
  CHECK(Tiling{square(16, 3, 1), 4, 4}.sums_per_channel() == 36);
  CHECK(Tiling{square(16, 1, 0), 4, 4}.sums_per_channel() == 16);
  // 1 x 1 with a pad of 2: 20 x 20 outputs in tiles of 5 and footprints of 4 that begin at 2, 6,
  // 10, 14: PE 0 owns 0 to 4, of which it holds 2 to 4.
  CHECK(Tiling{square(16, 1, 2), 4, 4}.sums_per_channel() == 16 + (25 - 9));
}

TEST_CASE(
    "planes whose tiles have more positions than 32 bits count are measured without overflow") {
  const auto conv = square(1U << 24U, 1, 0);
  const Tiling tiling{conv, 1, 1};
  CHECK(tiling.sums_per_channel() == std::uint64_t{1} << 48U);
  CHECK(tiling.input(0).area() == std::uint64_t{1} << 48U);
}

TEST_CASE("rectangles that do not meet have an empty intersection") {
  CHECK(intersect({0, 2, 0, 2}, {2, 4, 0, 2}).empty());
  CHECK(intersect({0, 2, 0, 2}, {5, 9, 5, 9}).empty());
  CHECK(same(intersect({-2, 3, 0, 9}, {0, 5, 4, 6}), {0, 3, 4, 6}));
}
