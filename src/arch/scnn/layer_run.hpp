// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "arch/machine.hpp"
#include "arch/scnn/conv_layer.hpp"
#include "arch/scnn/parameters.hpp"
#include "core/layer_record.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::scnn {

/// The mappings of a layer that are to be tried, of those that the machine can run.
std::vector<Grid> grids_for(const workload::Layer& layer, const Params& params);

/// Simulates every invocation and every image of a layer, one after the other, each on a chip of
/// its own. With an automatic mapping, both are simulated and the faster one is the result.
core::LayerRecord run_layer(const Params& params, double clock_ghz, const workload::Layer& layer,
                            const SimulationOptions& options);

}  // namespace gossamer::arch::scnn
