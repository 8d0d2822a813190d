// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/input_units.hpp"

namespace gossamer::arch::scnn {

namespace {

planar::InputOrder order_of(const ImagePlan& image) {
  planar::InputOrder order;
  order.every_step = image.supply == InputSupply::groups;
  order.slices_per_step = image.plan.layer.slices_per_group();
  for (std::uint32_t step = 0; step < image.steps(); ++step) {
    const OutputGroup& group = image.group(step);
    order.steps.push_back({image.tile_of(step), group.first_slice, group.last_of_its_inputs});
  }
  return order;
}

}  // namespace

InputUnits::InputUnits(const ImagePlan& image, const Params& params)
    : planar::InputUnits{image.inputs, order_of(image), params.activation_format(),
                         params.capacity(params.iaram_kib)} {}

}  // namespace gossamer::arch::scnn
