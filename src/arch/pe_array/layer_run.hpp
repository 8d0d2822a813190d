// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/machine.hpp"
#include "arch/pe_array/parameters.hpp"
#include "core/layer_record.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::pe_array {

/// Quantises the operands of a layer, simulates every invocation, and compares the outputs with the
/// reference if asked to.
core::LayerRecord run_layer(const Params& params, double clock_ghz, const workload::Layer& layer,
                            const SimulationOptions& options);

}  // namespace gossamer::arch::pe_array
