// SPDX-License-Identifier: Apache-2.0
#include "tensor/structured/metadata.hpp"

#include <fmt/format.h>

#include <cassert>
#include <utility>

namespace gossamer::tensor::structured {

namespace {

using numerics::mma::sparsity_pattern;
using numerics::mma::SparsityPattern;

constexpr Nibble empty_chunk = 0x4;
constexpr Nibble first_of_two = 0x4;
constexpr Nibble second_of_two = 0xE;

std::size_t nibbles_per_word(OperandType type) {
  return metadata_word_bits(type) / numerics::mma::index_bits;
}

/// Rows and columns of words, and where the word of a place stands once reordered.
struct Reordering {
  std::size_t group;
  std::size_t interweave;

  std::pair<std::size_t, std::size_t> target(std::size_t row, std::size_t column) const {
    std::size_t to = row / group * group + row % 8 * interweave + row % group / 8;
    if (to % 2 == 0 && column % 2 == 1) return {to + 1, column - 1};
    if (to % 2 == 1 && column % 2 == 0) return {to - 1, column + 1};
    return {to, column};
  }
};

Reordering reordering_of(const PackedMetadata& packed) {
  const bool wide = metadata_word_bits(packed.type) == 32;
  const Reordering order{wide ? std::size_t{16} : 32, wide ? std::size_t{2} : 4};
  if (packed.rows % order.group != 0 || packed.words_per_row % 2 != 0)
    throw FormatFault(fmt::format(
        "metadata of {} rows with {} words each cannot be reordered for ldmatrix; allowed for {}: "
        "a multiple of {} rows, an even number of words",
        packed.rows, packed.words_per_row, name_of(packed.type), order.group));
  return order;
}

}  // namespace

Nibble make_nibble(OperandType type, KeptUnits kept) {
  if (type == OperandType::tf32) return kept.first == 0 ? first_of_two : second_of_two;
  assert(kept.first != kept.second && kept.first < 4 && kept.second < 4);
  return static_cast<Nibble>(kept.first | kept.second << 2);
}

std::string nibble_fault(OperandType type, Nibble nibble, IndexOrder order) {
  if (nibble > 0xF)
    return fmt::format("metadata {:#x} has more than four bits; allowed: 0x0 to 0xf", nibble);
  if (type == OperandType::tf32) {
    if (nibble == first_of_two || nibble == second_of_two) return "";
    return fmt::format(
        "metadata {:#x} is not legal for tf32; allowed: 0x4 (element 0), 0xe (element 1)", nibble);
  }
  const int first = nibble & 3;
  const int second = nibble >> 2;
  if (first == second)
    return fmt::format("metadata {:#x} has two equal indices ({}); allowed: two different ones",
                       nibble, first);
  if (order == IndexOrder::ordered && first > second)
    return fmt::format(
        "metadata {:#x} has falling indices ({}, {}), which mma.sp::ordered_metadata does not "
        "take; allowed: 0x4, 0x8, 0x9, 0xc, 0xd, 0xe",
        nibble, first, second);
  return "";
}

KeptUnits kept_units(OperandType type, Nibble nibble) {
  if (type == OperandType::tf32) return {static_cast<std::uint8_t>((nibble & 3) / 2), 0};
  return {static_cast<std::uint8_t>(nibble & 3), static_cast<std::uint8_t>(nibble >> 2)};
}

void check_metadata(const Metadata& metadata, IndexOrder order) {
  if (metadata.nibbles.size() != metadata.rows * metadata.chunks)
    throw FormatFault(fmt::format(
        "metadata of {} rows with {} chunks each needs {} nibbles, not {}", metadata.rows,
        metadata.chunks, metadata.rows * metadata.chunks, metadata.nibbles.size()));
  for (std::size_t i = 0; i < metadata.nibbles.size(); ++i) {
    const std::string fault = nibble_fault(metadata.type, metadata.nibbles[i], order);
    if (!fault.empty())
      throw FormatFault(
          fmt::format("row {}, chunk {}: {}", i / metadata.chunks, i % metadata.chunks, fault));
  }
}

std::vector<std::uint32_t> kept_positions(const Metadata& metadata) {
  const SparsityPattern pattern = sparsity_pattern(metadata.type);
  std::vector<std::uint32_t> positions;
  positions.reserve(metadata.nibbles.size() * pattern.kept());
  for (std::size_t i = 0; i < metadata.nibbles.size(); ++i) {
    const std::size_t start = i % metadata.chunks * pattern.chunk();
    const KeptUnits kept = kept_units(metadata.type, metadata.nibbles[i]);
    for (std::size_t u = 0; u < pattern.kept_units; ++u) {
      const std::size_t unit = u == 0 ? kept.first : kept.second;
      for (std::size_t e = 0; e < pattern.unit; ++e)
        positions.push_back(static_cast<std::uint32_t>(start + unit * pattern.unit + e));
    }
  }
  return positions;
}

PackedMetadata pack_metadata(const Metadata& metadata) {
  const std::size_t per_word = nibbles_per_word(metadata.type);
  PackedMetadata packed{
      metadata.type, metadata.rows, (metadata.chunks + per_word - 1) / per_word, {}};
  packed.words.assign(packed.rows * packed.words_per_row, 0);
  for (std::size_t row = 0; row < packed.rows; ++row) {
    for (std::size_t i = 0; i < packed.words_per_row * per_word; ++i) {
      const Nibble nibble =
          i < metadata.chunks ? metadata.nibbles[row * metadata.chunks + i] : empty_chunk;
      packed.words[row * packed.words_per_row + i / per_word] |= std::uint32_t{nibble}
                                                                 << i % per_word * 4;
    }
  }
  return packed;
}

Metadata unpack_metadata(const PackedMetadata& packed, std::size_t chunks) {
  const std::size_t per_word = nibbles_per_word(packed.type);
  if (chunks > packed.words_per_row * per_word)
    throw FormatFault(fmt::format("rows of {} metadata words hold {} chunks, not {}",
                                  packed.words_per_row, packed.words_per_row * per_word, chunks));
  Metadata metadata{packed.type, packed.rows, chunks, {}};
  for (std::size_t row = 0; row < packed.rows; ++row) {
    for (std::size_t i = 0; i < chunks; ++i) {
      const std::uint32_t word = packed.words[row * packed.words_per_row + i / per_word];
      if (per_word == 4 && word > 0xFFFF)
        throw FormatFault(
            fmt::format("row {}, word {}: metadata {:#x} has more than the 16 bits of {}", row,
                        i / per_word, word, name_of(packed.type)));
      metadata.nibbles.push_back(static_cast<Nibble>(word >> i % per_word * 4 & 0xFu));
    }
  }
  return metadata;
}

PackedMetadata reorder_metadata(const PackedMetadata& packed) {
  const Reordering order = reordering_of(packed);
  PackedMetadata reordered = packed;
  for (std::size_t row = 0; row < packed.rows; ++row) {
    for (std::size_t column = 0; column < packed.words_per_row; ++column) {
      const auto [to_row, to_column] = order.target(row, column);
      reordered.words[to_row * packed.words_per_row + to_column] =
          packed.words[row * packed.words_per_row + column];
    }
  }
  return reordered;
}

PackedMetadata restore_metadata(const PackedMetadata& reordered) {
  const Reordering order = reordering_of(reordered);
  PackedMetadata packed = reordered;
  for (std::size_t row = 0; row < packed.rows; ++row) {
    for (std::size_t column = 0; column < packed.words_per_row; ++column) {
      const auto [from_row, from_column] = order.target(row, column);
      packed.words[row * packed.words_per_row + column] =
          reordered.words[from_row * packed.words_per_row + from_column];
    }
  }
  return packed;
}

}  // namespace gossamer::tensor::structured
