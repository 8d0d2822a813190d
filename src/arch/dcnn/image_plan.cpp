// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/image_plan.hpp"

#include <algorithm>
#include <utility>

#include "core/work_share.hpp"

namespace gossamer::arch::dcnn {

std::uint32_t ImagePlan::most_positions(std::uint32_t pe) const {
  std::uint32_t most = 0;
  for (std::uint32_t tile = 0; tile < tiles.size(); ++tile) {
    most = std::max(most, positions(pe, tile));
  }
  return most;
}

planar::InputUnits ImagePlan::input_units(const Params& params) const {
  planar::InputOrder order;
  order.every_step = supply == planar::InputSupply::groups;
  order.slices_per_step = plan.layer.channels_of_group();
  for (std::uint32_t step = 0; step < steps(); ++step) {
    const planar::OutputGroup& of = group(step);
    order.steps.push_back({tile_of(step), of.first_slice, of.last_of_its_inputs});
  }
  return {inputs, std::move(order), params.activation_format(), params.input_capacity()};
}

ImagePlan plan_image(const LayerPlan& plan, const Params& params, const std::int16_t* image) {
  const core::WorkScope scope{core::Work::compression};
  planar::SupplyRules rules;
  rules.capacity = params.input_capacity();
  rules.measure = [&](const std::vector<planar::Tiling>& tiles) {
    return planar::most_stored(tiles, plan.layer.conv.channels);
  };
  rules.store = [&](const std::vector<planar::Tiling>& tiles) {
    return planar::InputBlocks{
        params.activation_format(), plan.layer.conv, {planar::Lattice{}}, tiles, image};
  };
  rules.divide = [&](std::uint32_t fewest, const auto& accepts) {
    return divide(plan.layer, params, plan.kc, fewest, accepts);
  };
  auto supply = planar::supply_inputs(plan.layer.conv, plan.grid, plan.division, rules);
  return {plan, std::move(supply.tiles), supply.kind, std::move(supply.blocks)};
}

}  // namespace gossamer::arch::dcnn
