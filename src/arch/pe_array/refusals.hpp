// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "arch/pe_array/parameters.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::pe_array {

/// Why the machine cannot run a layer, in words; "" if it can.
std::string refusal_of(const workload::Layer& layer, const Params& params);

}  // namespace gossamer::arch::pe_array
