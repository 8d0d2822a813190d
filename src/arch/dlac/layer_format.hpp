// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "arch/dlac/mapping.hpp"
#include "arch/dlac/parameters.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::dlac {

/// What the machine computes a layer in: what its `precision` says, else the machine's own. If the
/// machine has no hardware for it, `refusal` says why; else it becomes "".
LayerFormat layer_format(const workload::Layer& layer, const Params& params, std::string& refusal);

/// Why the machine cannot run a layer, "" if it can.
std::string refusal_of(const workload::Layer& layer, const Params& params);

}  // namespace gossamer::arch::dlac
