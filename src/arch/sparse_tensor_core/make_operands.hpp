// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/sparse_tensor_core/layer_format.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// Weights of a layer as A, [group][row][k] in the machine's type. Integer types take whole numbers
/// of a file that fit as they are; other tensors are scaled by their largest magnitude and rounded,
/// generated non-zeros away from zero, so that masks stay what they are.
std::vector<float> make_weights(const workload::Layer& layer, OperandType type, std::uint64_t seed);
/// Activations of one invocation, [image][channel][row][column].
std::vector<float> make_activations(const workload::Layer& layer, OperandType type,
                                    std::size_t invocation, std::uint64_t seed);

/// For runs without values: 1 where the operand is not zero.
std::vector<std::uint8_t> make_weight_mask(const workload::Layer& layer, OperandType type,
                                           std::uint64_t seed);
std::vector<std::uint8_t> make_activation_mask(const workload::Layer& layer, OperandType type,
                                               std::size_t invocation, std::uint64_t seed);

}  // namespace gossamer::arch::sparse_tensor_core
