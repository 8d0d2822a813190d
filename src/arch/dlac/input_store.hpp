// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "arch/dlac/mapping.hpp"
#include "memory/tile_loader.hpp"

namespace gossamer::arch::dlac {

/// Scales of TTQ that multiply activations on their way in; 0 where none do.
struct InputScales {
  float positive = 0;
  float negative = 0;
};

/// Inputs of a band as the rows use them. An entry is a position of the band's rectangle and a
/// group: position x groups + group.
struct InputTile {
  std::vector<std::uint32_t> masks;            ///< of non-zeros, [entry][chunks]
  std::vector<std::uint32_t> offsets;          ///< [entry + 1] into the lists; with values only
  std::vector<std::uint32_t> channels;         ///< of the group: those that are not zero
  std::vector<std::uint32_t> values;           ///< words of binary32 or two's complement
  std::vector<std::uint32_t> negative_values;  ///< times the other scale, where they are scaled
};

/// The inputs of a layer: on chip from the start, or bands that have come from DRAM, where they lie
/// dense, channels innermost. Masks are made as inputs are written into the buffer. Refers to
/// mapping and activations.
class InputStore : public memory::TileSink {
 public:
  /// `activations`: words, [batch][channels][height][width].
  InputStore(const Mapping& mapping, const std::vector<std::uint32_t>& activations,
             const InputScales& scales, bool values);

  /// Appends every band to DRAM, from a multiple of `align` on.
  std::vector<memory::TileLoader::Stored> store(std::uint32_t align,
                                                std::vector<std::uint8_t>& dram) const;

  void arrived(std::uint32_t load, const std::vector<std::uint8_t>& bytes) override;
  const InputTile& tile(std::uint32_t load) const { return tiles_.at(load); }
  void release(std::uint32_t load) { tiles_.erase(load); }

  /// Test hook: the first activation that is not zero gets lost. Only where inputs are on chip.
  bool lose();

 private:
  /// Words of a band, [position][channel].
  std::vector<std::uint32_t> words_of(const Band& band) const;
  InputTile make_tile(const Band& band, const std::vector<std::uint32_t>& words) const;
  void add_values(const std::vector<std::uint32_t>& words, InputTile& tile) const;

  const Mapping& mapping_;
  const std::vector<std::uint32_t>& activations_;
  const InputScales scales_;
  const bool values_;
  std::unordered_map<std::uint32_t, InputTile> tiles_;
};

}  // namespace gossamer::arch::dlac
