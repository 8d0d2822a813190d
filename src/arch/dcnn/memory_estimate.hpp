// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/dcnn/parameters.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::dcnn {

/// Upper estimate of the memory that the simulation of a layer needs, in bytes; `checked` if the
/// outputs are compared with the reference.
std::uint64_t memory_estimate(const workload::Layer& layer, const Params& params, bool checked);

}  // namespace gossamer::arch::dcnn
