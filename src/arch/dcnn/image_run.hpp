// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/dcnn/layer_plan.hpp"
#include "arch/int16/invocation.hpp"
#include "core/layer_record.hpp"

namespace gossamer::arch::dcnn {

/// Simulates an image, its activations those of plan.layer.conv, on a chip of its own and adds to
/// the record. Returns its outputs [filters][height][width].
std::vector<std::int16_t> run_image(const LayerPlan& plan, const Params& params, double clock_ghz,
                                    const int16::Image& image, core::LayerRecord& record);

}  // namespace gossamer::arch::dcnn
