// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/planar/input_units.hpp"
#include "arch/scnn/image_plan.hpp"

namespace gossamer::arch::scnn {

/// The inputs of a layer that come from DRAM, in the order in which the steps of its plan need
/// them.
class InputUnits : public planar::InputUnits {
 public:
  InputUnits(const ImagePlan& image, const Params& params);
};

}  // namespace gossamer::arch::scnn
