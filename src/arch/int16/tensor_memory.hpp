// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "workload/layer.hpp"

namespace gossamer::arch::int16 {

/// Upper estimate, in bytes, of what run_layer itself needs for a layer's tensors: values, masks
/// and copies; `checked` if the outputs are compared with the reference.
std::uint64_t tensor_memory(const workload::Layer& layer, bool checked);

}  // namespace gossamer::arch::int16
