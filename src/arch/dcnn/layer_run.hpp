// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/dcnn/parameters.hpp"
#include "arch/machine.hpp"
#include "core/layer_record.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::dcnn {

/// Simulates every invocation and every image of a layer, one after the other, each on a chip of
/// its own.
core::LayerRecord run_layer(const Params& params, double clock_ghz, const workload::Layer& layer,
                            const SimulationOptions& options);

}  // namespace gossamer::arch::dcnn
