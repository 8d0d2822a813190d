// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/pe_array/schedule.hpp"
#include "arch/pe_array/tile_loader.hpp"
#include "numerics/vsq/vectors.hpp"

namespace gossamer::arch::pe_array {

/// The inputs of a layer in the global buffer: all of them from the start, or what has come from
/// DRAM; without values none, and bytes of nothing in DRAM. Refers to mapping and schedule.
class InputImage : public TileSink {
 public:
  InputImage(const Mapping& mapping, const Schedule& schedule,
             const numerics::vsq::Vectors& activations, bool values);

  const numerics::vsq::Vectors& here() const { return here_; }

  /// Appends the tiles to DRAM, each from a multiple of `align` on, and says where each load finds
  /// its tile.
  std::vector<TileLoader::Stored> store(std::uint32_t align, std::vector<std::uint8_t>& dram) const;

  void arrived(std::uint32_t load, const std::vector<std::uint8_t>& bytes) override;

 private:
  std::vector<std::size_t> vectors_of(const InputTileId& tile) const;
  void pack_tile(const InputTileId& id, std::vector<std::uint8_t>& bytes) const;

  const Mapping& mapping_;
  const Schedule& schedule_;
  const numerics::vsq::Vectors& activations_;
  const bool values_;
  numerics::vsq::Vectors here_;
};

}  // namespace gossamer::arch::pe_array
