// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "arch/sparse_tensor_core/parameters.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// Types of a layer: those of its `precision`, or else of the machine.
struct LayerFormat {
  OperandType type = OperandType::fp16;
  OutputType output = OutputType::fp32;  ///< of integers: int32
};

/// None if the machine has no instruction for them; `reason` then says so.
std::optional<LayerFormat> layer_format(const workload::Layer& layer, const Params& params,
                                        std::string& reason);

/// Why the machine cannot run a layer, in words; "" if it can.
std::string refusal_of(const workload::Layer& layer, const Params& params, double clock_ghz);

}  // namespace gossamer::arch::sparse_tensor_core
