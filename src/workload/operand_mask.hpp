// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "workload/layer.hpp"

namespace gossamer::workload {

/// Non-zero positions (1) of an operand in the order of its elements: the same for every number
/// format, since a mask depends only on seed, layer name, role, shape, density and pattern.
using OperandMask = std::vector<std::uint8_t>;

/// Of generated weights, in weight_shape().
OperandMask weight_mask(const Layer& layer, std::uint64_t seed);

/// Of generated activations of one invocation, in activation_shape(). Throws ConfigError for a
/// pattern that only weights have.
OperandMask activation_mask(const Layer& layer, std::size_t invocation, std::uint64_t seed);

}  // namespace gossamer::workload
