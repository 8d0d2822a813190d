// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/weight_block.hpp"

#include <numeric>

#include "arch/planar/random_conv.hpp"
#include "arch/scnn/scene.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using tensor::RunLengthElement;
using test::square;

namespace {

/// What a block needs to be decoded for one convolution on a 2 x 2 grid, and must not outlive.
struct Scene {
  Scene(const workload::Conv2d& shape, std::uint32_t kc, HashKind hash, std::uint32_t bank_count,
        std::uint32_t lanes, bool keeps_zeros = false)
      : conv{shape},
        layer{test::layer_of(conv)},
        tiling{conv, test::planar(2, 2)},
        keys{layer.phases, tiling.footprint_size().width},
        banks{hash, bank_count, kc, tiling.footprint_size().height, tiling.footprint_size().width},
        placement{layer.phases, keys, banks, tiling.footprint_size(), lanes, keeps_zeros},
        numbers{keys.numbers(tiling, 0, layer.phases[0])} {}
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  /// Of an input of the first PE's tile, under a stride of 1.
  std::uint32_t key_at(std::int32_t y, std::int32_t x) const {
    return numbers[static_cast<std::size_t>(y * tiling.input(0).width() + x)];
  }

  workload::Conv2d conv;
  ConvLayer layer;
  Tiling tiling;
  FootKeys keys;
  BankMap banks;
  Placement placement;
  std::vector<std::uint32_t> numbers;  // of the keys of the first PE's inputs in phase 0
};

/// Products of one input with a block, found tap by tap from the dense block.
struct Products {
  std::vector<std::uint8_t> by_bank;  ///< [vector][bank]
  std::vector<std::uint32_t> sent;    ///< per vector
  std::vector<std::uint32_t> useful;
};

struct Block {
  std::uint32_t phase;
  std::vector<std::int16_t> dense;
  std::vector<RunLengthElement> elements;
};

Products products_of(const Scene& scene, const Block& of, std::int32_t y, std::int32_t x) {
  const std::uint32_t lanes = scene.placement.lanes;
  const std::size_t stride = WeightBlock::row_stride(scene.banks.banks());
  const auto& taps = scene.layer.phases[of.phase].taps;
  const std::size_t vectors = (of.elements.size() + lanes - 1) / lanes;
  Products products{std::vector<std::uint8_t>(vectors * stride),
                    std::vector<std::uint32_t>(vectors), std::vector<std::uint32_t>(vectors)};
  const Rect plane = scene.tiling.outputs();
  const Rect footprint = scene.tiling.footprint(0);
  std::size_t position = 0;
  for (std::size_t e = 0; e < of.elements.size(); ++e, ++position) {
    position += of.elements[e].run;
    if (of.dense[position] == 0 && !scene.placement.keeps_zeros) continue;
    const std::uint32_t tap = taps[position % taps.size()].index;
    const auto p = test::meets_in_row(scene.conv, y, tap / scene.conv.filter_width);
    const auto q = test::meets_in_col(scene.conv, x, tap % scene.conv.filter_width);
    REQUIRE((p && q));
    if (*p < plane.y0 || *p >= plane.y1 || *q < plane.x0 || *q >= plane.x1) continue;
    const auto k = static_cast<std::int32_t>(position / taps.size());
    const auto address = static_cast<std::uint32_t>(
        (k * footprint.height() + *p - footprint.y0) * footprint.width() + *q - footprint.x0);
    ++products.by_bank[e / lanes * stride + scene.banks.bank(address)];
    ++products.sent[e / lanes];
    products.useful[e / lanes] += of.dense[position] != 0 ? 1 : 0;
  }
  return products;
}

Block random_block(core::RandomStream& random, const Scene& scene, std::uint32_t kc) {
  Block block;
  block.phase = random.below(scene.layer.phases.size());
  const std::size_t taps = scene.layer.phases[block.phase].taps.size();
  block.dense = test::random_values(random, kc * taps, test::between(random, 0, 1000));
  if (scene.placement.keeps_zeros) {
    for (const std::int16_t value : block.dense) block.elements.push_back({value, 0});
  } else {
    tensor::run_length_append(block.dense.data(), block.dense.size(), 3, block.elements);
  }
  return block;
}

/// Checks the rows of all inputs of the first PE in the block's phase.
void check_rows(Scene& scene, const Block& of) {
  const Phases& phases = scene.layer.phases;
  const Rect tile = scene.tiling.input(0);
  const auto rows = phases.vertical().inputs(phases[of.phase].row, tile.y0, tile.y1);
  const auto cols = phases.horizontal().inputs(phases[of.phase].col, tile.x0, tile.x1);
  const auto numbers = scene.keys.numbers(scene.tiling, 0, phases[of.phase]);
  WeightBlock block{scene.placement, of.phase, of.elements};
  for (std::int32_t n = 0; n < rows.count * cols.count; ++n) {
    const auto y = rows.first + n / cols.count * static_cast<std::int32_t>(scene.conv.stride_y);
    const auto x = cols.first + n % cols.count * static_cast<std::int32_t>(scene.conv.stride_x);
    const std::uint32_t key = numbers[static_cast<std::size_t>(n)];
    const ScatterRow row = block.row(key);
    const Products expected = products_of(scene, of, y, x);
    REQUIRE(block.vectors() == expected.sent.size());
    CHECK(std::equal(expected.by_bank.begin(), expected.by_bank.end(), row.products));
    std::uint32_t sent = 0;  // by the vectors up to v
    std::uint32_t useful = 0;
    for (std::uint32_t v = 0; v < block.vectors(); ++v) {
      CHECK(block.row_until(key, v).sent == sent);
      CHECK(block.row_until(key, v).useful == useful);
      sent += expected.sent[v];
      useful += expected.useful[v];
    }
    CHECK(row.sent == sent);
    CHECK(row.useful == useful);
    CHECK(block.all_inside(key) == (useful == block.nonzeros(0, block.vectors())));
  }
}

}  // namespace

TEST_CASE("a row counts, for each vector and bank, the products that fall inside the plane") {
  const std::uint64_t seed = GENERATE(range(0, 40));
  const std::uint32_t lanes = GENERATE(1U, 4U, 5U);
  core::RandomStream random{seed, "rows"};
  const auto conv = test::random_strided_conv(random);
  const auto hash = static_cast<HashKind>(random.below(3));
  const std::uint32_t kc = test::between(random, 1, 6);
  Scene scene{conv, kc, hash, test::between(random, 1, 70), lanes, random.below(3) == 0};
  CAPTURE(seed, lanes, kc, scene.banks.banks());
  check_rows(scene, random_block(random, scene, kc));
}

TEST_CASE("elements fill vectors in order; the last one may be partial") {
  // Positions 0, 4 and 17 of two kernels of 3 x 3, and a placeholder at 15.
  const std::vector<RunLengthElement> elements{{11, 0}, {12, 3}, {0, 10}, {13, 1}};
  const Scene pairs{square(8, 3, 1), 2, HashKind::linear, 32, 2};
  const WeightBlock block{pairs.placement, 7, elements};
  CHECK(block.slice() == 7);
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
  const std::uint32_t first = scene.key_at(0, 0);
  const std::uint32_t second = scene.key_at(1, 1);
  WeightBlock block{scene.placement, 0, {{1, 0}, {1, 3}}};
  const ScatterRow row = block.row(first);
  CHECK(block.row(second).products != row.products);
  CHECK(block.row(first).products == row.products);
}

TEST_CASE("a block that is decoded again holds the new one alone") {
  Scene scene{square(8, 3, 1), 2, HashKind::linear, 32, 4};
  const std::uint32_t key = scene.key_at(1, 1);
  const std::vector<RunLengthElement> second{{5, 2}, {6, 0}, {7, 9}, {8, 0}, {9, 1}};
  WeightBlock used{scene.placement, 0, {{1, 0}, {1, 3}, {2, 1}}};
  used.row(key);
  used.decode(4, second);
  WeightBlock fresh{scene.placement, 4, second};
  CHECK(used.slice() == 4);
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
  for (std::int32_t x = 0; x < 20; ++x) numbers.push_back(scene.key_at(3, x));
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
