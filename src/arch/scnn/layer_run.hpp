// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/machine.hpp"
#include "arch/scnn/parameters.hpp"
#include "core/layer_record.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::scnn {

/// Simulates every invocation and every image of a convolution, one after the other, each on a chip
/// of its own, and compares the outputs with the reference if asked to.
core::LayerRecord run_layer(const Params& params, double clock_ghz, const workload::Layer& layer,
                            const SimulationOptions& options);

}  // namespace gossamer::arch::scnn
