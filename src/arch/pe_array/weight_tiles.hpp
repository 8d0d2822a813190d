// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "arch/pe_array/messages.hpp"
#include "arch/pe_array/schedule.hpp"
#include "memory/tile_loader.hpp"
#include "numerics/vsq/vectors.hpp"

namespace gossamer::arch::pe_array {

/// The weights of a layer: as they lie in DRAM, and the tiles of them that are in the global
/// buffer; without values, bytes of nothing and empty tiles. Refers to mapping and schedule.
class WeightTiles : public memory::TileSink {
 public:
  WeightTiles(const Mapping& mapping, const Schedule& schedule, std::uint32_t lanes, bool values);

  /// Appends the tiles to DRAM, each from a multiple of `align` on, and says where each load finds
  /// its tile.
  std::vector<memory::TileLoader::Stored> store(const numerics::vsq::Vectors& weights,
                                                std::uint32_t align,
                                                std::vector<std::uint8_t>& dram) const;

  void arrived(std::uint32_t load, const std::vector<std::uint8_t>& bytes) override;
  std::shared_ptr<const WeightTile> tile(std::uint32_t load) const { return tiles_.at(load); }
  void forget(std::uint32_t load) { tiles_.erase(load); }

 private:
  numerics::vsq::Vectors gather(const WeightTileId& tile,
                                const numerics::vsq::Vectors& weights) const;

  const Mapping& mapping_;
  const Schedule& schedule_;
  const std::uint32_t lanes_;
  const bool values_;
  std::unordered_map<std::uint32_t, std::shared_ptr<const WeightTile>> tiles_;  // by load
};

}  // namespace gossamer::arch::pe_array
