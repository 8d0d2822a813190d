// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/planar/input_supply.hpp"
#include "arch/scnn/bank_hash.hpp"
#include "arch/scnn/halo_plan.hpp"
#include "arch/scnn/layer_plan.hpp"

namespace gossamer::arch::scnn {

/// One image of a layer in steps: for each time tile, each output-channel group.
struct ImagePlan {
  const LayerPlan& plan;
  std::vector<Tiling> tiles;
  std::vector<HaloPlan> halos;  ///< of each time tile
  BankMap banks;
  InputSupply supply;
  InputBlocks inputs;

  std::uint32_t groups() const { return static_cast<std::uint32_t>(plan.groups.size()); }
  std::uint32_t steps() const { return static_cast<std::uint32_t>(tiles.size()) * groups(); }
  std::uint32_t tile_of(std::uint32_t step) const { return step / groups(); }
  const Tiling& tiling(std::uint32_t step) const { return tiles[tile_of(step)]; }
  const OutputGroup& group(std::uint32_t step) const { return plan.groups[step % groups()]; }
  std::uint32_t slices() const { return plan.layer.slices(); }

  /// Whether a PE has inputs in a time tile.
  bool works(std::uint32_t pe, std::uint32_t tile) const;
  /// The same in any. If all outputs lie over padding and no PE has inputs, the first one stands
  /// in: somebody has to take the weights.
  bool works(std::uint32_t pe) const;

  /// Vectors of `lanes` of the longest of the PEs' blocks of a slice.
  std::uint32_t most_vectors(std::uint32_t tile, std::uint32_t slice, std::uint32_t lanes) const;
};

/// image: [channels][height][width]. The plane is cut further in time until every PE's share of a
/// time tile fits its input memory.
ImagePlan plan_image(const LayerPlan& plan, const Params& params, const std::int16_t* image);

}  // namespace gossamer::arch::scnn
