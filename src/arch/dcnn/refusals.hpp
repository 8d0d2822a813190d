// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "arch/dcnn/parameters.hpp"
#include "arch/machine.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::dcnn {

/// Why the machine cannot run a layer, in words; "" if it can.
std::string refusal_of(const workload::Layer& layer, const Params& params,
                       const SimulationOptions& options);

}  // namespace gossamer::arch::dcnn
