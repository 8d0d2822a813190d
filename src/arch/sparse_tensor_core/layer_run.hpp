// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/machine.hpp"
#include "arch/sparse_tensor_core/parameters.hpp"
#include "core/layer_record.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// Makes the operands of a layer, simulates every invocation as an implicit GEMM, and compares the
/// outputs with the reference if asked to.
core::LayerRecord run_layer(const Params& params, double clock_ghz, const workload::Layer& layer,
                            const SimulationOptions& options);

/// A layer of kind `mma`: warps of one SM that issue independent and dependent instructions (Sun et
/// al., TPDS 2023).
core::LayerRecord run_benchmark(const Params& params, double clock_ghz,
                                const workload::Layer& layer, const SimulationOptions& options);

/// Upper estimate, in bytes, of what the simulation of a layer needs.
std::uint64_t memory_estimate(const workload::Layer& layer, const Params& params, double clock_ghz,
                              const SimulationOptions& options);

}  // namespace gossamer::arch::sparse_tensor_core
