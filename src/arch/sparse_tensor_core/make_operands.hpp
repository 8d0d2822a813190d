// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/sparse_tensor_core/layer_format.hpp"
#include "core/errors.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// Weights of a layer as A, [group][row][k] in the machine's type, k in the order of KernelTap.
/// Generated numbers are scaled to integer types, non-zeros rounded away from zero, so that masks
/// stay what they are. Those of a file are taken as they are, rounded to floating-point types;
/// throws ConfigError if one does not fit: an integer type has no such number, or it would become
/// infinite.
std::vector<float> make_weights(const workload::Layer& layer, OperandType type, std::uint64_t seed);
/// Activations of one invocation, [image][channel][row][column].
std::vector<float> make_activations(const workload::Layer& layer, OperandType type,
                                    std::size_t invocation, std::uint64_t seed);

/// For runs without values: 1 where the operand is not zero.
std::vector<std::uint8_t> make_weight_mask(const workload::Layer& layer, OperandType type,
                                           std::uint64_t seed);
std::vector<std::uint8_t> make_activation_mask(const workload::Layer& layer, OperandType type,
                                               std::size_t invocation, std::uint64_t seed);

/// Reads the layer's operand files and adds a fault for each with a value that does not fit:
/// position of the file's name in the workload, layer, file, value and index of the first.
void check_operand_files(const workload::Layer& layer, OperandType type, core::Faults& faults);

}  // namespace gossamer::arch::sparse_tensor_core
