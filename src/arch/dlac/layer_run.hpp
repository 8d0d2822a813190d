// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/dlac/parameters.hpp"
#include "arch/machine.hpp"

namespace gossamer::arch::dlac {

/// Simulates all invocations of a layer; with `check`, compares every output and the number of
/// effectual pairs with the reference.
core::LayerRecord run_layer(const Params& params, double clock_ghz, const workload::Layer& layer,
                            const SimulationOptions& options);

/// Upper estimate of the memory that takes, in bytes.
std::uint64_t memory_estimate(const workload::Layer& layer, const Params& params, bool checked);

}  // namespace gossamer::arch::dlac
