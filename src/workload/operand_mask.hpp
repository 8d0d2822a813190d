// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "workload/layer.hpp"

namespace gossamer::workload {

/// Non-zero positions (1) of an operand in the order of its elements: the same for every number
/// format, since a mask depends only on seed, layer name, role, shape, density and pattern.
using OperandMask = std::vector<std::uint8_t>;

/// Of generated weights, in weight_shape().
OperandMask weight_mask(const Layer& layer, std::uint64_t seed);

/// The name of its random stream, with everything but the seed that the mask depends on.
std::string weight_mask_name(const Layer& layer);
std::string activation_mask_name(const Layer& layer, std::size_t invocation);

/// Of generated activations of one invocation, in activation_shape(). Throws ConfigError for a
/// pattern that only weights have.
OperandMask activation_mask(const Layer& layer, std::size_t invocation, std::uint64_t seed);

}  // namespace gossamer::workload
