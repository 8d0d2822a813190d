// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/machine.hpp"
#include "arch/scnn/parameters.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::scnn {

/// Upper estimate of the memory that the simulation of a layer needs, in bytes.
std::uint64_t memory_estimate(const workload::Layer& layer, const Params& params,
                              const SimulationOptions& options);

}  // namespace gossamer::arch::scnn
