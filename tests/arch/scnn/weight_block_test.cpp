// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/weight_block.hpp"

#include <numeric>

#include "arch/scnn/random_conv.hpp"
#include "arch/scnn/tiling.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using tensor::RunLengthElement;

namespace {

/// What a block needs to be decoded for one convolution on a 2 x 2 grid, and must not outlive.
struct Scene {
  Scene(const workload::Conv2d& shape, std::uint32_t kc, HashKind hash, std::uint32_t bank_count,
        std::uint32_t lanes)
      : conv{shape},
        tiling{conv, 2, 2},
        keys{conv, tiling.footprint_width()},
        banks{hash, bank_count, kc, tiling.footprint_height(), tiling.footprint_width()},
        placement{conv, keys, banks, tiling.footprint_height(), tiling.footprint_width(), lanes} {}
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  workload::Conv2d conv;
  Tiling tiling;
  FootKeys keys;
  BankMap banks;
  Placement placement;
};

workload::Conv2d square(std::uint32_t size, std::uint32_t kernel, std::uint32_t pad) {
  workload::Conv2d conv;
  conv.height = conv.width = size;
  conv.filter_height = conv.filter_width = kernel;
  conv.pad_top = conv.pad_bottom = conv.pad_left = conv.pad_right = pad;
  return conv;
}

/// Products per [vector][bank] of the input at (y, x), found tap by tap from the dense block.
std::vector<std::uint8_t> products_of(const Scene& scene, const std::vector<std::int16_t>& dense,
                                      const std::vector<RunLengthElement>& elements,
                                      std::uint32_t lanes, const Rect& tile, std::int32_t y,
                                      std::int32_t x) {
  const workload::Conv2d& conv = scene.conv;
  const std::size_t stride = WeightBlock::row_stride(scene.banks.banks());
  std::vector<std::uint8_t> products((elements.size() + lanes - 1) / lanes * stride);
  const Rect plane = scene.tiling.plane();
  std::size_t position = 0;
  for (std::size_t e = 0; e < elements.size(); ++e, ++position) {
    position += elements[e].run;
    if (dense[position] == 0) continue;
    const auto s = static_cast<std::int32_t>(position % conv.filter_width);
    const auto r = static_cast<std::int32_t>(position / conv.filter_width % conv.filter_height);
    const auto k = static_cast<std::int32_t>(position / conv.filter_width / conv.filter_height);
    const std::int32_t p = y + static_cast<std::int32_t>(conv.pad_top) - r;
    const std::int32_t q = x + static_cast<std::int32_t>(conv.pad_left) - s;
    if (p < plane.y0 || p >= plane.y1 || q < plane.x0 || q >= plane.x1) continue;
    const std::int32_t y0 = tile.y0 + static_cast<std::int32_t>(conv.pad_top + 1) -
                            static_cast<std::int32_t>(conv.filter_height);
    const std::int32_t x0 = tile.x0 + static_cast<std::int32_t>(conv.pad_left + 1) -
                            static_cast<std::int32_t>(conv.filter_width);
    const auto height = static_cast<std::int32_t>(scene.tiling.footprint_height());
    const auto width = static_cast<std::int32_t>(scene.tiling.footprint_width());
    const auto address = static_cast<std::uint32_t>((k * height + p - y0) * width + q - x0);
    ++products[e / lanes * stride + scene.banks.bank(address)];
  }
  return products;
}

}  // namespace

TEST_CASE("a row counts, for each vector and bank, the products that fall inside the plane") {
  const std::uint64_t seed = GENERATE(range(0, 40));
  const std::uint32_t lanes = GENERATE(1U, 4U, 5U);
  core::RandomStream random{seed, "rows"};
  const auto conv = test::random_conv(random);
  const auto hash = static_cast<HashKind>(random.below(3));
  const std::uint32_t kc = test::between(random, 1, 6);
  Scene scene{conv, kc, hash, test::between(random, 1, 70), lanes};
  const auto dense =
      test::random_values(random, std::size_t{kc} * conv.filter_height * conv.filter_width,
                          test::between(random, 0, 1000));
  std::vector<RunLengthElement> elements;
  tensor::run_length_append(dense.data(), dense.size(), 3, elements);
  WeightBlock block{scene.placement, 0, elements};
  CAPTURE(seed, lanes, kc, scene.banks.banks());
  const Rect tile = scene.tiling.input(0);
  for (std::int32_t y = tile.y0; y < tile.y1; ++y) {
    for (std::int32_t x = tile.x0; x < tile.x1; ++x) scene.keys.number(y, x, tile.y0, tile.x0);
  }
  const std::size_t stride = WeightBlock::row_stride(scene.banks.banks());
  for (std::int32_t y = tile.y0; y < tile.y1; ++y) {
    for (std::int32_t x = tile.x0; x < tile.x1; ++x) {
      const ScatterRow row = block.row(scene.keys.number(y, x, tile.y0, tile.x0));
      const auto expected = products_of(scene, dense, elements, lanes, tile, y, x);
      REQUIRE(block.vectors() * stride == expected.size());
      CHECK(std::equal(expected.begin(), expected.end(), row.products));
      const std::uint32_t key = scene.keys.number(y, x, tile.y0, tile.x0);
      std::uint32_t useful = 0;  // in the vectors from v on
      for (std::uint32_t v = block.vectors(); v-- > 0;) {
        for (std::size_t b = 0; b < stride; ++b) useful += expected[v * stride + b];
        CHECK(block.useful(key, v) == useful);
      }
      CHECK(row.useful == useful);
      CHECK(block.all_inside(key) == (useful == block.nonzeros(0, block.vectors())));
    }
  }
}

TEST_CASE("elements fill vectors in order; the last one may be partial") {
  // Positions 0, 4 and 17 of two kernels of 3 x 3, and a placeholder at 15.
  const std::vector<RunLengthElement> elements{{11, 0}, {12, 3}, {0, 10}, {13, 1}};
  const Scene pairs{square(8, 3, 1), 2, HashKind::linear, 32, 2};
  const WeightBlock block{pairs.placement, 7, elements};
  CHECK(block.channel() == 7);
  REQUIRE(block.vectors() == 2);
  CHECK(block.elements(0, 2) == 4);
  CHECK(block.nonzeros(0, 1) == 2);
  CHECK(block.nonzeros(1, 2) == 1);
  CHECK(std::vector<std::int16_t>(block.values(), block.values() + 4) ==
        std::vector<std::int16_t>{11, 12, 0, 13});
  const Scene threes{square(8, 3, 1), 2, HashKind::linear, 32, 3};
  const WeightBlock partial{threes.placement, 7, elements};
  REQUIRE(partial.vectors() == 2);
  CHECK(partial.elements(1, 2) == 1);
  CHECK(std::vector<std::int16_t>(partial.values() + 3, partial.values() + 6) ==
        std::vector<std::int16_t>{13, 0, 0});
}

TEST_CASE("the offset of a weight is its mirrored tap in the footprint of its output channel") {
  Scene scene{square(8, 3, 1), 2, HashKind::linear, 32, 4};  // tiles of 4, footprints of 6 x 6
  const WeightBlock block{scene.placement, 0, {{1, 0}, {1, 3}, {1, 3}, {1, 8}}};
  CHECK(block.taps()[1] == 4);
  CHECK(block.taps()[3] == 17);
  CHECK(block.offsets()[0] == 2 * 6 + 2);       // k 0, r 0, s 0
  CHECK(block.offsets()[1] == 1 * 6 + 1);       // k 0, r 1, s 1
  CHECK(block.offsets()[2] == 0);               // k 0, r 2, s 2
  CHECK(block.offsets()[3] == 36 + 0 * 6 + 0);  // k 1, r 2, s 2
}

TEST_CASE("a block without elements has no vectors") {
  Scene scene{square(8, 3, 1), 2, HashKind::linear, 32, 4};
  const WeightBlock block{scene.placement, 0, {}};
  CHECK(block.vectors() == 0);
  CHECK(block.elements(0, 0) == 0);
}

TEST_CASE("a row is made once and stays where it is") {
  Scene scene{square(8, 3, 1), 1, HashKind::linear, 32, 4};
  const std::uint32_t first = scene.keys.number(0, 0, 0, 0);
  const std::uint32_t second = scene.keys.number(1, 1, 0, 0);
  WeightBlock block{scene.placement, 0, {{1, 0}, {1, 3}}};
  const ScatterRow row = block.row(first);
  CHECK(block.row(second).products != row.products);
  CHECK(block.row(first).products == row.products);
}

TEST_CASE("a block that is decoded again holds the new one alone") {
  Scene scene{square(8, 3, 1), 2, HashKind::linear, 32, 4};
  const std::uint32_t key = scene.keys.number(1, 1, 0, 0);
  const std::vector<RunLengthElement> second{{5, 2}, {6, 0}, {7, 9}, {8, 0}, {9, 1}};
  WeightBlock used{scene.placement, 0, {{1, 0}, {1, 3}, {2, 1}}};
  used.row(key);
  used.decode(4, second);
  WeightBlock fresh{scene.placement, 4, second};
  CHECK(used.channel() == 4);
  REQUIRE(used.vectors() == fresh.vectors());
  CHECK(used.nonzeros(0, 2) == 5);
  for (std::size_t e = 0; e < 8; ++e) {
    CHECK(used.values()[e] == fresh.values()[e]);
    CHECK(used.taps()[e] == fresh.taps()[e]);
    CHECK(used.offsets()[e] == fresh.offsets()[e]);
  }
  CHECK(std::equal(used.row(key).products, used.row(key).products + 64, fresh.row(key).products));
}

TEST_CASE("rows outgrow a chunk without moving") {
  Scene scene{square(40, 3, 1), 8, HashKind::linear, 256, 4};
  std::vector<std::uint32_t> numbers;
  for (std::int32_t x = 0; x < 20; ++x) numbers.push_back(scene.keys.number(3, x, 0, 0));
  WeightBlock block{scene.placement, 0, std::vector<RunLengthElement>(72, {1, 0})};
  std::vector<const std::uint8_t*> rows;
  for (const std::uint32_t key : numbers) rows.push_back(block.row(key).products);
  for (std::size_t n = 0; n < numbers.size(); ++n) {
    CHECK(block.row(numbers[n]).products == rows[n]);
    const std::size_t bytes = std::size_t{block.vectors()} * 256;
    CHECK(std::accumulate(rows[n], rows[n] + bytes, 0U) == block.row(numbers[n]).useful);
  }
}

TEST_CASE("rows are whole words of 32 banks") {
  CHECK(WeightBlock::row_stride(1) == 32);
  CHECK(WeightBlock::row_stride(32) == 32);
  CHECK(WeightBlock::row_stride(33) == 64);
  CHECK(WeightBlock::row_stride(256) == 256);
}
