// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/pe_array/mapping.hpp"
#include "arch/pe_array/tile_transfer.hpp"

namespace gossamer::arch::pe_array {

inline constexpr std::uint32_t nothing = 0xFFFFFFFF;

/// The weights of a pass of a unit, in one piece of the reduction dimension.
struct WeightTileId {
  std::uint32_t unit = nothing;
  std::uint32_t pass = 0;
  std::uint32_t piece = 0;

  friend bool operator==(const WeightTileId& a, const WeightTileId& b) {
    return a.unit == b.unit && a.pass == b.pass && a.piece == b.piece;
  }
};

/// The inputs of a block from one convolution group, in one piece of the reduction dimension.
struct InputTileId {
  std::uint32_t block = nothing;
  std::uint32_t group = 0;
  std::uint32_t piece = 0;

  friend bool operator==(const InputTileId& a, const InputTileId& b) {
    return a.block == b.block && a.group == b.group && a.piece == b.piece;
  }
};

/// What a PE computes at a time: a piece of the sums of a block for one pass of a unit.
struct PeStep {
  WeightTileId weights;
  std::uint32_t block = 0;
  bool last_use_of_weights = false;  ///< the next step needs others
  bool last_use_of_inputs = false;
};

/// A tile on its way from the global buffer to some PEs.
struct Packet {
  bool carries_weights = false;
  WeightTileId weights;
  InputTileId inputs;
  TileTransfer transfer;
  std::vector<std::uint32_t> destinations;  ///< PEs
  std::uint32_t load = nothing;             ///< from DRAM, that must have come before
  bool last_of_load = false;
};

/// A tile on its way from DRAM to the global buffer.
template <class TileId>
struct TileLoad {
  TileId tile;
  std::uint64_t bytes = 0;
};

/// All that happens in a layer, in the order of the loop nest: rounds of units, rounds of blocks,
/// passes, pieces.
struct Schedule {
  std::vector<std::vector<PeStep>> steps;  ///< of each PE
  std::vector<Packet> packets;
  std::vector<TileLoad<WeightTileId>> weight_loads;
  std::vector<TileLoad<InputTileId>> input_loads;
};

Schedule make_schedule(const Mapping& mapping, const Params& params);

/// Vectors of a tile.
std::uint64_t vectors(const Blocking& blocking, const WeightTileId& tile);
std::uint64_t vectors(const Blocking& blocking, const InputTileId& tile);

}  // namespace gossamer::arch::pe_array
