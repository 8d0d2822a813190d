// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/output_store.hpp"

#include "arch/planar/random_conv.hpp"
#include "arch/planar/scene.hpp"
#include "arch/planar/tiling.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::planar;

namespace {

/// Zeros are skipped; runs of up to 2^run_bits - 1 of them.
ActivationFormat compressed(std::uint32_t run_bits) {
  return {true, run_bits, 16 + run_bits, 4};
}

constexpr std::int16_t untouched = 12345;

std::size_t area(const Rect& rect) {
  return static_cast<std::size_t>(rect.area());
}

void place_all(const OutputStore& store, const workload::Conv2d& conv,
               std::vector<std::int16_t>& image) {
  for (const OutputStore::Block& block : store.blocks()) {
    place_block(block, store.elements(block), conv, image);
  }
}

}  // namespace

TEST_CASE("what the PEs' output memories give back is the image that was written, tile by tile") {
  const std::uint64_t seed = GENERATE(range(0, 30));
  const std::uint32_t density = GENERATE(0U, 30U, 500U, 1000U);
  const auto format = GENERATE(compressed(1), compressed(4), compressed(8), ActivationFormat{});
  core::RandomStream random{seed, "outputs"};
  const auto conv = test::random_strided_conv(random);
  const Tiling tiling{conv, test::planar(test::between(random, 1, 8), test::between(random, 1, 8))};
  const std::size_t plane = tiling.outputs().area();
  const auto image = test::random_values(random, conv.filters * plane, density);
  CAPTURE(seed, density, format.run_bits);

  std::vector<std::int16_t> back(image.size(), untouched);
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    const Rect own = tiling.output(pe);
    OutputStore store{format};
    for (std::uint32_t k = 0; k < conv.filters; ++k) {
      std::vector<std::int16_t> tile;
      for (std::int32_t y = own.y0; y < own.y1; ++y) {
        for (std::int32_t x = own.x0; x < own.x1; ++x) {
          tile.push_back(image[k * plane + static_cast<std::size_t>(y) * conv.out_width() +
                               static_cast<std::size_t>(x)]);
        }
      }
      store.append(k / 2, k, own, tile.data());
    }
    place_all(store, conv, back);
  }
  CHECK(back == image);
}

TEST_CASE("appending says how many values with indices the channel took, placeholders included") {
  const Rect own{0, 4, 0, 10};
  OutputStore store{compressed(4)};
  std::vector<std::int16_t> tile(area(own));
  CHECK(store.append(0, 0, own, tile.data()) == 0);
  tile[39] = 1;  // 39 zeros before it: two placeholders and a run of seven
  CHECK(store.append(0, 1, own, tile.data()) == 3);
  tile.assign(tile.size(), -2);
  CHECK(store.append(1, 2, own, tile.data()) == 40);
  CHECK(store.stored() == 43);
}

TEST_CASE("a memory that skips no zeros takes a place for each") {
  const Rect own{0, 4, 0, 10};
  OutputStore store{ActivationFormat{}};
  const std::vector<std::int16_t> tile(area(own));
  CHECK(store.append(0, 0, own, tile.data()) == 40);
  CHECK(store.stored() == 40);
}

TEST_CASE("reading back leaves other PEs' outputs and channels not yet written alone") {
  workload::Conv2d conv;
  conv.height = conv.width = 4;
  conv.filters = 2;
  OutputStore store{compressed(4)};
  const std::vector<std::int16_t> tile{1, 2, 0, 4};
  store.append(0, 0, {1, 3, 2, 4}, tile.data());
  std::vector<std::int16_t> image(32, untouched);
  place_all(store, conv, image);
  std::vector<std::int16_t> expected(32, untouched);
  expected[1 * 4 + 2] = 1;
  expected[1 * 4 + 3] = 2;
  expected[2 * 4 + 2] = 0;
  expected[2 * 4 + 3] = 4;
  CHECK(image == expected);
}

TEST_CASE("a memory knows of every block its step, its channel, its outputs and its elements") {
  OutputStore store{compressed(4)};
  const std::vector<std::int16_t> tile{0, 7, 8};
  store.append(4, 9, {2, 3, 5, 8}, tile.data());
  store.append(5, 1, {3, 4, 5, 8}, tile.data());
  REQUIRE(store.blocks().size() == 2);
  const OutputStore::Block& block = store.blocks()[1];
  CHECK(block.step == 5);
  CHECK(block.filter == 1);
  CHECK(block.outputs.y0 == 3);
  CHECK(block.outputs.area() == 3);
  REQUIRE(block.count == 2);
  CHECK(store.elements(block).elements[0] == tensor::RunLengthElement{7, 1});
}
