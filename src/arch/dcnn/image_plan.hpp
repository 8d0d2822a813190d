// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/dcnn/layer_plan.hpp"
#include "arch/planar/input_supply.hpp"
#include "arch/planar/input_units.hpp"

namespace gossamer::arch::dcnn {

/// One image of a layer in steps: for each time tile, each output-channel group.
struct ImagePlan {
  const LayerPlan& plan;
  std::vector<planar::Tiling> tiles;
  planar::InputSupply supply;
  planar::InputBlocks inputs;  ///< a slice is a channel

  std::uint32_t groups() const { return static_cast<std::uint32_t>(plan.groups.size()); }
  std::uint32_t steps() const { return static_cast<std::uint32_t>(tiles.size()) * groups(); }
  std::uint32_t tile_of(std::uint32_t step) const { return step / groups(); }
  const planar::Tiling& tiling(std::uint32_t step) const { return tiles[tile_of(step)]; }
  const planar::OutputGroup& group(std::uint32_t step) const {
    return plan.groups[step % groups()];
  }
  /// Outputs of one channel that a PE computes in a time tile.
  std::uint32_t positions(std::uint32_t pe, std::uint32_t tile) const {
    return static_cast<std::uint32_t>(tiles[tile].output(pe).area());
  }
  /// Of the time tile that has most.
  std::uint32_t most_positions(std::uint32_t pe) const;
  /// Whether a PE has outputs in any time tile. The first one always has.
  bool works(std::uint32_t pe) const { return most_positions(pe) > 0; }

  /// The inputs in the order in which the steps need them; `capacity` in values.
  planar::InputUnits input_units(const Params& params) const;
};

/// image: [channels][height][width]. The plane is cut further in time until every PE's share of a
/// time tile fits its input memory.
ImagePlan plan_image(const LayerPlan& plan, const Params& params, const std::int16_t* image);

}  // namespace gossamer::arch::dcnn
