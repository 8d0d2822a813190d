// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/image_plan.hpp"

#include <algorithm>

#include "core/work_share.hpp"

namespace gossamer::arch::scnn {

namespace {

planar::SuppliedInputs supply_inputs(const LayerPlan& plan, const Params& params,
                                     const std::int16_t* image) {
  planar::SupplyRules rules;
  rules.capacity = params.capacity(params.iaram_kib);
  rules.store = [&](const std::vector<Tiling>& tiles) {
    return InputBlocks{params.activation_format(), plan.layer.conv, plan.layer.lattices(), tiles,
                       image};
  };
  rules.divide = [&](std::uint32_t fewest, const auto& accepts) {
    return fewest_time_tiles(plan.layer, plan.grid, params, plan.kc, fewest, accepts);
  };
  return planar::supply_inputs(plan.layer.conv, plan.grid, plan.division, rules);
}

}  // namespace

bool ImagePlan::works(std::uint32_t pe, std::uint32_t tile) const {
  if (tiles[tile].input(pe).empty()) return false;
  return plan.grid.mapping != Mapping::channel ||
         pe < plan.layer.conv.channels / plan.layer.conv.groups;
}

bool ImagePlan::works(std::uint32_t pe) const {
  const auto has_inputs = [this](std::uint32_t candidate) {
    for (std::uint32_t tile = 0; tile < tiles.size(); ++tile) {
      if (works(candidate, tile)) return true;
    }
    return false;
  };
  if (has_inputs(pe)) return true;
  if (pe > 0) return false;
  for (std::uint32_t other = 1; other < plan.grid.pes(); ++other) {
    if (has_inputs(other)) return false;
  }
  return true;
}

std::uint32_t ImagePlan::most_vectors(std::uint32_t tile, std::uint32_t slice,
                                      std::uint32_t lanes) const {
  std::uint32_t most = 0;
  for (std::uint32_t pe = 0; pe < plan.grid.pes(); ++pe) {
    most = std::max(most, inputs.block(tile, slice, pe).count);
  }
  return (most + lanes - 1) / lanes;
}

ImagePlan plan_image(const LayerPlan& plan, const Params& params, const std::int16_t* image) {
  const core::WorkScope scope{core::Work::compression};
  planar::SuppliedInputs supply = supply_inputs(plan, params, image);
  std::vector<HaloPlan> halos;
  halos.reserve(supply.tiles.size());
  for (const Tiling& tiling : supply.tiles) halos.push_back(plan_halos(tiling));
  const FootprintSize footprint = supply.tiles.front().footprint_size();
  return {plan,
          std::move(supply.tiles),
          std::move(halos),
          {params.accumulator.hash, params.accumulator.banks, plan.kc, footprint.height,
           footprint.width},
          supply.kind,
          std::move(supply.blocks)};
}

}  // namespace gossamer::arch::scnn
