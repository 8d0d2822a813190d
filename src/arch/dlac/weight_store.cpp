// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/weight_store.hpp"

#include <map>
#include <utility>

#include "arch/dlac/operand_words.hpp"
#include "arch/dlac/steps.hpp"
#include "core/work_share.hpp"

namespace gossamer::arch::dlac {

WeightStore::WeightStore(const Mapping& mapping, bool values) : mapping_{mapping}, values_{values} {
  const Format& format = mapping.format.format;
  if (format.weights == numerics::lowbit::WeightScheme::full) return;
  for (std::uint32_t packed = 0; packed < std::uint32_t{1} << format.weight_bits; ++packed) {
    words_.push_back(code_words(unpacked_code(packed, format), format));
  }
}

std::vector<memory::TileLoader::Stored> WeightStore::store(const numerics::lowbit::Weights& weights,
                                                           std::uint32_t align,
                                                           std::vector<std::uint8_t>& dram) {
  const core::WorkScope scope{core::Work::compression};
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> addresses;
  std::vector<memory::TileLoader::Stored> stored;
  for (Steps steps{mapping_}; !steps.done(); steps.next()) {
    if (steps.weight_load() < loads_.size()) continue;
    const Load load{steps.current().block, steps.current().piece};
    loads_.push_back(load);
    const FilterBlock& block = mapping_.blocks[load.block];
    const Piece& piece = mapping_.pieces[load.piece];
    const auto [known, is_new] = addresses.try_emplace({load.block, load.piece}, 0);
    if (is_new) {
      dram.resize((dram.size() + align - 1) / align * align);
      known->second = dram.size();
      pack(weights, block, piece, dram);
    }
    stored.push_back({known->second, mapping_.packed_weight_bytes(block, piece)});
  }
  return stored;
}

void WeightStore::pack(const numerics::lowbit::Weights& weights, const FilterBlock& block,
                       const Piece& piece, std::vector<std::uint8_t>& to) const {
  const Format& format = mapping_.format.format;
  const std::uint32_t bits = format.weight_bits;
  const std::uint32_t per_word = packed_word_bits / bits;
  const std::uint64_t channels = mapping_.channels();
  const std::uint64_t taps = mapping_.taps();
  for (std::uint32_t c = 0; c < block.count; ++c) {
    BitWriter writer{to};
    const std::uint64_t filter = (block.first + c) * weights.depth;
    std::uint32_t in_word = 0;
    for (std::uint64_t k = piece.first_operand; k < piece.first_operand + piece.operands; ++k) {
      const std::uint64_t at = filter + k % channels * taps + k / channels;
      writer.put(weights.codes.empty() ? packed_real(weights.full[at], format)
                                       : packed_code(weights.codes[at], format),
                 bits);
      if (++in_word < per_word) continue;
      writer.put(0, packed_word_bits - per_word * bits);
      in_word = 0;
    }
    if (in_word > 0) writer.put(0, packed_word_bits - in_word * bits);
  }
}

void WeightStore::arrived(std::uint32_t load, const std::vector<std::uint8_t>& bytes) {
  const core::WorkScope scope{core::Work::compression};
  const Piece& piece = mapping_.pieces[loads_[load].piece];
  const std::uint32_t columns = mapping_.blocks[loads_[load].block].count;
  const std::uint64_t lanes = mapping_.grid.lanes();
  WeightTile tile;
  tile.masks.resize(piece.windows * lanes);
  if (values_) {
    tile.first.resize(piece.operands * lanes);
    tile.second.resize(piece.operands * lanes);
  }
  for (std::uint32_t c = 0; c < columns; ++c) {
    unpack_column(bytes.data() + bytes.size() / columns * c, c, piece, tile);
  }
  tiles_[load] = std::move(tile);
}

void WeightStore::unpack_column(const std::uint8_t* bytes, std::uint32_t column, const Piece& piece,
                                WeightTile& tile) const {
  const Format& format = mapping_.format.format;
  const std::uint32_t bits = format.weight_bits;
  const std::uint32_t per_word = packed_word_bits / bits;
  const std::uint64_t lanes = mapping_.grid.lanes();
  BitReader reader{bytes};
  std::uint32_t word = 0;
  std::uint32_t left = 0;
  std::uint64_t at = column;
  for (std::uint32_t w = 0; w < piece.windows; ++w) {
    const std::uint32_t operands = mapping_.window_operands(piece.first_window + w);
    std::uint32_t mask = 0;
    for (std::uint32_t i = 0; i < operands; ++i, at += lanes) {
      if (left-- == 0) {
        word = reader.get(packed_word_bits);
        left = per_word - 1;
      }
      const std::uint32_t packed = low_bits(word, bits);
      word = bits == packed_word_bits ? 0 : word >> bits;
      const WeightWords words =
          words_.empty() ? real_words(unpacked_real(packed, format)) : words_[packed];
      const std::uint32_t nonzero = (words.first | words.second) != 0 ? 1 : 0;
      mask |= nonzero << i;
      if (!values_) continue;
      tile.first[at] = words.first;
      tile.second[at] = words.second;
    }
    tile.masks[w * lanes + column] = mask;
  }
}

}  // namespace gossamer::arch::dlac
