// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "numerics/vsq/arithmetic.hpp"
#include "numerics/vsq/post_processing.hpp"
#include "numerics/vsq/vectors.hpp"
#include "tensor/quantize/quantiser.hpp"
#include "tensor/tensor.hpp"
#include "workload/layer.hpp"

namespace gossamer::workload {

/// How a machine with per-vector scales stores and computes a layer.
struct VsqSettings {
  numerics::vsq::Arithmetic arithmetic;  ///< with the formats of weights and activations
  numerics::vsq::OperandFormat output;
  std::size_t vector_length = 16;
  numerics::vsq::ScaleOrder order = numerics::vsq::ScaleOrder::scale_first;
  /// Of the coarse scale of weights; activations have one for the tensor.
  tensor::quantize::Granularity weight_granularity = tensor::quantize::Granularity::outer;
  tensor::quantize::Clipping weight_clipping;
  tensor::quantize::Clipping activation_clipping;
};

/// Weights of the layer's convolution (conv_shape(); a GEMM has 1 x 1 filters): outer = filters,
/// channels of a group, positions = filter rows x columns. `weights` as real_weights() gives them.
tensor::quantize::Quantised vsq_weights(const Layer& layer, const tensor::Tensor<float>& weights,
                                        const VsqSettings& settings);

/// Activations likewise: outer = images x groups, positions = rows x columns of the plane.
tensor::quantize::Quantised vsq_activations(const Layer& layer,
                                            const tensor::Tensor<float>& activations,
                                            const VsqSettings& settings);

/// Operands for runs without values: a code of 1 where the operand is not zero, all scales 1.
numerics::vsq::Vectors vsq_weight_mask(const Layer& layer, std::uint64_t seed,
                                       std::size_t vector_length);
numerics::vsq::Vectors vsq_activation_mask(const Layer& layer, std::size_t invocation,
                                           std::uint64_t seed, std::size_t vector_length);

}  // namespace gossamer::workload
