// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "arch/planar/input_blocks.hpp"
#include "arch/planar/time_tiles.hpp"

namespace gossamer::arch::planar {

/// How the inputs get into the PEs.
enum class InputSupply {
  resident,  ///< they fit, and are there when the layer starts
  tiles,     ///< each time tile is loaded from DRAM once and stays for all its groups
  groups,    ///< not even one time tile fits: loaded again for every group
};

/// The time tiles of an image and its inputs in them.
struct SuppliedInputs {
  std::vector<Tiling> tiles;
  InputSupply kind = InputSupply::tiles;
  InputBlocks blocks;
};

/// Stored values of the PE that has most.
struct MostStored {
  std::uint64_t in_all = 0;     ///< time tiles together
  std::uint64_t in_a_tile = 0;  ///< in the one that has most
};

/// What is stored where PEs keep every value of `channels` channels.
MostStored most_stored(const std::vector<Tiling>& tiles, std::uint32_t channels);

/// What the machine does with a layer.
struct SupplyRules {
  std::uint64_t capacity = 0;  ///< values in the input memory of a PE
  /// What will be stored; empty if only the inputs themselves tell.
  std::function<MostStored(const std::vector<Tiling>&)> measure;
  /// The inputs as the PEs store them.
  std::function<InputBlocks(const std::vector<Tiling>&)> store;
  /// The fewest time tiles, at least so many, that suit the machine and the function.
  std::function<std::optional<Division>(std::uint32_t, const std::function<bool(const Division&)>&)>
      divide;
};

/// Starts with the time tiles that the sums need. Unless the inputs of all of them fit, the plane
/// is cut further until every PE's share of one time tile fits its input memory.
SuppliedInputs supply_inputs(const workload::Conv2d& conv, const Grid& grid,
                             const Division& division, const SupplyRules& rules);

}  // namespace gossamer::arch::planar
