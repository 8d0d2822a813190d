// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "numerics/reference/int16_reference.hpp"
#include "tensor/tensor.hpp"
#include "workload/layer.hpp"

namespace gossamer::workload {

/// A layer as the convolution that the reference kernels know. A GEMM becomes a 1 x 1 convolution
/// with k channels, n filters and a plane of one row of m: a transposed copy of both operands.
/// Refers to the operands it was made from.
class ConvForm {
 public:
  ConvForm(const Layer& layer, const tensor::Tensor<std::int16_t>& weights,
           const tensor::Tensor<std::int16_t>& activations);
  ConvForm(const ConvForm&) = delete;
  ConvForm& operator=(const ConvForm&) = delete;

  const numerics::reference::ConvShape& shape() const { return shape_; }
  const std::int16_t* weights() const { return weights_; }
  const std::int16_t* activations() const { return activations_; }

  /// Index in output_shape(layer) of an output of the convolution.
  std::size_t layer_index(std::size_t index) const;

 private:
  numerics::reference::ConvShape shape_;
  std::vector<std::int16_t> transposed_weights_;
  std::vector<std::int16_t> transposed_activations_;
  const std::int16_t* weights_;
  const std::int16_t* activations_;
  bool transposed_;
};

}  // namespace gossamer::workload
