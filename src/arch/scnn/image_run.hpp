// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/int16/invocation.hpp"
#include "arch/scnn/layer_plan.hpp"
#include "core/layer_record.hpp"

namespace gossamer::arch::scnn {

/// Simulates an image, its activations those of plan.layer.conv, on a chip of its own and adds to
/// the record. Returns its outputs [filters][height][width]. Throws ConfigError if a block of
/// inputs does not fit its memory.
std::vector<std::int16_t> run_image(const LayerPlan& plan, const Params& params, double clock_ghz,
                                    const int16::Image& image, core::LayerRecord& record);

}  // namespace gossamer::arch::scnn
