// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "numerics/fixed_point.hpp"
#include "tensor/tensor.hpp"
#include "workload/layer.hpp"

namespace gossamer::workload {

/// A layer on a machine with 16-bit multipliers and 24-bit accumulators: its arithmetic, with the
/// defaults filled in. For generated tensors with `relu` and `outputs.density`, `subtract` is the
/// constant that brings the share of non-zero stored outputs nearest to that density, chosen from
/// the reference sums of 16,384 outputs drawn by the seed (all, if fewer).
numerics::Int16Arithmetic int16_arithmetic(const Layer& layer,
                                           const tensor::Tensor<std::int16_t>& weights,
                                           const tensor::Tensor<std::int16_t>& activations,
                                           std::size_t invocation, std::uint64_t seed);

/// The same without looking at values (runs without values): shifts only, nothing subtracted.
numerics::Int16Arithmetic int16_arithmetic_of_masks(const Layer& layer,
                                                    const tensor::Tensor<std::int16_t>& weights);

/// What the machine must produce, from the reference kernel.
struct Int16Reference {
  tensor::Tensor<std::int16_t> outputs;    ///< shape: output_shape(layer)
  std::uint64_t sums_outside_24_bits = 0;  ///< final exact sums that 24 bits cannot hold
};

Int16Reference int16_reference(const Layer& layer, const tensor::Tensor<std::int16_t>& weights,
                               const tensor::Tensor<std::int16_t>& activations,
                               const numerics::Int16Arithmetic& arithmetic);

/// Multiply-accumulates of one invocation with both operands non-zero; padding is not an operand.
std::uint64_t effectual_macs(const Layer& layer, const tensor::Tensor<std::int16_t>& weights,
                             const tensor::Tensor<std::int16_t>& activations);

}  // namespace gossamer::workload
