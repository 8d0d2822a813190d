// SPDX-License-Identifier: Apache-2.0
#include "tensor/structured/metadata.hpp"

#include <algorithm>
#include <set>

#include "core/random.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::tensor::structured;

namespace {

Metadata random_metadata(OperandType type, std::size_t rows, std::size_t chunks) {
  core::RandomStream random{11, "metadata"};
  Metadata metadata{type, rows, chunks, {}};
  const Nibble legal[] = {0x4, 0x8, 0x9, 0xC, 0xD, 0xE};
  for (std::size_t i = 0; i < rows * chunks; ++i)
    metadata.nibbles.push_back(type == OperandType::tf32 ? (random.below(2) == 0 ? 0x4 : 0xE)
                                                         : legal[random.below(6)]);
  return metadata;
}

}  // namespace

TEST_CASE("nibbles of kept positions are those of the PTX table") {
  CHECK(make_nibble(OperandType::fp16, {0, 1}) == 0x4);
  CHECK(make_nibble(OperandType::bf16, {0, 2}) == 0x8);
  CHECK(make_nibble(OperandType::int8, {1, 2}) == 0x9);
  CHECK(make_nibble(OperandType::fp16, {0, 3}) == 0xC);
  CHECK(make_nibble(OperandType::int4, {1, 3}) == 0xD);
  CHECK(make_nibble(OperandType::fp16, {2, 3}) == 0xE);
  CHECK(make_nibble(OperandType::tf32, {0, 0}) == 0x4);
  CHECK(make_nibble(OperandType::tf32, {1, 0}) == 0xE);
}

TEST_CASE("of the sixteen nibbles six are legal in order, twelve in any, two for tf32") {
  const auto legal = [](OperandType type, IndexOrder order) {
    std::set<int> found;
    for (int nibble = 0; nibble < 16; ++nibble)
      if (nibble_fault(type, static_cast<Nibble>(nibble), order).empty()) found.insert(nibble);
    return found;
  };
  CHECK(legal(OperandType::fp16, IndexOrder::ordered) ==
        std::set<int>{0x4, 0x8, 0x9, 0xC, 0xD, 0xE});
  CHECK(legal(OperandType::int4, IndexOrder::any) ==
        std::set<int>{0x1, 0x2, 0x3, 0x4, 0x6, 0x7, 0x8, 0x9, 0xB, 0xC, 0xD, 0xE});
  CHECK(legal(OperandType::tf32, IndexOrder::any) == std::set<int>{0x4, 0xE});
  CHECK_FALSE(nibble_fault(OperandType::fp16, 0x14, IndexOrder::any).empty());
}

TEST_CASE("positions along K follow the units of the type") {
  const auto positions = [](OperandType type, std::vector<Nibble> nibbles) {
    return kept_positions({type, 1, nibbles.size(), nibbles});
  };
  using Positions = std::vector<std::uint32_t>;
  CHECK(positions(OperandType::fp16, {0x9, 0xE}) == Positions{1, 2, 6, 7});
  CHECK(positions(OperandType::int8, {0x1}) == Positions{1, 0});
  CHECK(positions(OperandType::int4, {0xC, 0x4}) == Positions{0, 1, 6, 7, 8, 9, 10, 11});
  CHECK(positions(OperandType::tf32, {0xE, 0x4, 0xE}) == Positions{1, 2, 5});
}

TEST_CASE("a word holds the metadata of 256 bits of a dense row, the first chunk lowest") {
  const Metadata fp16{OperandType::fp16, 1, 5, {0x4, 0x8, 0x9, 0xC, 0xD}};
  const PackedMetadata packed = pack_metadata(fp16);
  CHECK(packed.words == std::vector<std::uint32_t>{0xC984, 0x444D});
  const Metadata int8{OperandType::int8, 1, 8, {0x4, 0x8, 0x9, 0xC, 0xD, 0xE, 0x4, 0x8}};
  CHECK(pack_metadata(int8).words == std::vector<std::uint32_t>{0x84EDC984});
  for (const auto type : {OperandType::fp16, OperandType::bf16, OperandType::tf32,
                          OperandType::int8, OperandType::int4}) {
    const std::size_t chunks_of_word = metadata_word_bits(type) / 4;
    const auto pattern = numerics::mma::sparsity_pattern(type);
    CHECK(chunks_of_word * pattern.chunk() * numerics::mma::element_bits(type) == 256);
  }
}

TEST_CASE("metadata comes back from words and from the order of ldmatrix") {
  const auto type = GENERATE(OperandType::fp16, OperandType::bf16, OperandType::tf32,
                             OperandType::int8, OperandType::int4);
  const Metadata metadata = random_metadata(type, 64, 32);
  const PackedMetadata packed = pack_metadata(metadata);
  CHECK(unpack_metadata(packed, 32).nibbles == metadata.nibbles);
  const PackedMetadata reordered = reorder_metadata(packed);
  CHECK(reordered.words != packed.words);
  CHECK(restore_metadata(reordered).words == packed.words);
  auto before = packed.words, after = reordered.words;
  std::sort(before.begin(), before.end());
  std::sort(after.begin(), after.end());
  CHECK(before == after);
}

TEST_CASE("words are reordered row by row in groups, then across each 2 x 2 block") {
  PackedMetadata narrow{OperandType::fp16, 32, 2, std::vector<std::uint32_t>(64)};
  for (std::uint32_t i = 0; i < 64; ++i) narrow.words[i] = i;
  const auto words = reorder_metadata(narrow).words;
  // row 0 goes to row 0, row 8 to row 1, row 1 to row 4; words are numbered 2 row + column
  CHECK(words[0] == 0);
  CHECK(words[1] == 2 * 8);
  CHECK(words[2] == 1);
  CHECK(words[3] == 2 * 8 + 1);
  CHECK(words[2 * 4] == 2 * 1);
  CHECK(words[2 * 31 + 1] == 2 * 31 + 1);
  PackedMetadata wide{OperandType::int8, 16, 2, std::vector<std::uint32_t>(32)};
  for (std::uint32_t i = 0; i < 32; ++i) wide.words[i] = i;
  const auto wide_words = reorder_metadata(wide).words;
  CHECK(wide_words[1] == 2 * 8);
  CHECK(wide_words[2 * 2] == 2 * 1);
}

TEST_CASE("metadata of a shape or width that does not fit is refused") {
  const PackedMetadata odd{OperandType::fp16, 32, 3, std::vector<std::uint32_t>(96)};
  CHECK_THROWS_WITH(reorder_metadata(odd),
                    "metadata of 32 rows with 3 words each cannot be reordered for ldmatrix; "
                    "allowed for fp16: a multiple of 32 rows, an even number of words");
  CHECK_THROWS_AS(restore_metadata(PackedMetadata{OperandType::int8, 8, 2, {}}), FormatFault);
  const PackedMetadata broad{OperandType::fp16, 1, 1, {0x14444}};
  CHECK_THROWS_WITH(unpack_metadata(broad, 4),
                    "row 0, word 0: metadata 0x14444 has more than the 16 bits of fp16");
  CHECK_THROWS_WITH(unpack_metadata(broad, 5), "rows of 1 metadata words hold 4 chunks, not 5");
  CHECK_THROWS_WITH(check_metadata({OperandType::fp16, 2, 2, {0x4}}, IndexOrder::any),
                    "metadata of 2 rows with 2 chunks each needs 4 nibbles, not 1");
}
