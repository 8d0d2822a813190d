// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/machine.hpp"
#include "arch/pe_array/mapping.hpp"
#include "core/layer_record.hpp"
#include "numerics/vsq/post_processing.hpp"
#include "numerics/vsq/vectors.hpp"

namespace gossamer::arch::pe_array {

/// One invocation of a layer as the machine takes it.
struct Operands {
  const numerics::vsq::Vectors& weights;
  const numerics::vsq::Vectors& activations;
  const numerics::vsq::PostProcessing& post_processing;
};

/// Simulates it on a machine of its own, adds to the record what that counted, and returns the
/// outputs, read back; none without values.
numerics::vsq::Vectors run_chip(const Mapping& mapping, const Params& params, double clock_ghz,
                                const Operands& operands, const SimulationOptions& options,
                                core::LayerRecord& record);

}  // namespace gossamer::arch::pe_array
