// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "arch/dlac/mapping.hpp"
#include "arch/dlac/operand_words.hpp"
#include "memory/tile_loader.hpp"
#include "numerics/lowbit/weights.hpp"

namespace gossamer::arch::dlac {

/// Weights of a filter block and a piece of the reduction, as the columns use them.
struct WeightTile {
  std::vector<std::uint32_t> masks;   ///< of non-zeros, [window][lanes]
  std::vector<std::uint32_t> first;   ///< words for the kernels, [operand][lanes]; with values only
  std::vector<std::uint32_t> second;  ///< likewise
};

/// The weights of a layer: packed in DRAM, words of 32 bits for each column one behind the other;
/// unpacked where they are on chip. Refers to the mapping.
class WeightStore : public memory::TileSink {
 public:
  WeightStore(const Mapping& mapping, bool values);

  /// Appends the packed weights to DRAM, each block and piece from a multiple of `align` on, and
  /// says where each load finds its own.
  std::vector<memory::TileLoader::Stored> store(const numerics::lowbit::Weights& weights,
                                                std::uint32_t align,
                                                std::vector<std::uint8_t>& dram);

  void arrived(std::uint32_t load, const std::vector<std::uint8_t>& bytes) override;
  const WeightTile& tile(std::uint32_t load) const { return tiles_.at(load); }
  void release(std::uint32_t load) { tiles_.erase(load); }

 private:
  struct Load {
    std::uint32_t block;
    std::uint32_t piece;
  };

  void pack(const numerics::lowbit::Weights& weights, const FilterBlock& block, const Piece& piece,
            std::vector<std::uint8_t>& to) const;
  void unpack_column(const std::uint8_t* bytes, std::uint32_t column, const Piece& piece,
                     WeightTile& tile) const;

  const Mapping& mapping_;
  const bool values_;
  std::vector<WeightWords> words_;  // of each packed code; none where weights are real
  std::vector<Load> loads_;
  std::unordered_map<std::uint32_t, WeightTile> tiles_;
};

}  // namespace gossamer::arch::dlac
