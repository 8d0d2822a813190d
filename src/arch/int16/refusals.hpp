// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "arch/machine.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::int16 {

/// Why a machine of that name that computes in int16 alone cannot run a layer, in words; "" if it
/// can.
std::string precision_refusal(std::string_view machine, const workload::Layer& layer);

/// Runs without values draw the mask of the outputs; the layer must say how dense it is.
std::string mask_refusal(const workload::Layer& layer, const SimulationOptions& options);

}  // namespace gossamer::arch::int16
