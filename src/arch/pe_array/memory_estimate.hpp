// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/pe_array/parameters.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::pe_array {

/// Upper estimate, in bytes, of what the simulation of a layer needs; `checked` if its outputs are
/// compared with the reference.
std::uint64_t memory_estimate(const workload::Layer& layer, const Params& params, bool checked);

}  // namespace gossamer::arch::pe_array
