// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/dcnn/layer_plan.hpp"
#include "arch/int16/invocation.hpp"
#include "core/layer_record.hpp"

namespace gossamer::arch::dcnn {

/// Image `number` of an invocation.
struct Image {
  const int16::Invocation& invocation;
  std::size_t number = 0;
  const std::int16_t* activations = nullptr;  ///< [channels][height][width] of plan.layer.conv
};

/// Simulates an image on a chip of its own and adds to the record. Returns its outputs
/// [filters][height][width].
std::vector<std::int16_t> run_image(const LayerPlan& plan, const Params& params, double clock_ghz,
                                    const Image& image, core::LayerRecord& record);

}  // namespace gossamer::arch::dcnn
