// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "numerics/reference/int16_reference.hpp"
#include "tensor/tensor.hpp"
#include "workload/layer.hpp"

namespace gossamer::workload {

/// A layer's sizes as a convolution. A GEMM becomes a 1 x 1 convolution with k channels, n filters
/// and a plane of one row of m.
numerics::reference::ConvShape conv_shape(const Layer& layer);

/// One operand in the order of that convolution: for a GEMM a transposed copy. Refers to the tensor
/// it was made from otherwise. T is std::int16_t, float or std::uint8_t.
template <class T>
class ConvOperand {
 public:
  ConvOperand(const Layer& layer, const tensor::Tensor<T>& operand);
  ConvOperand(const ConvOperand&) = delete;
  ConvOperand& operator=(const ConvOperand&) = delete;

  const T* data() const { return data_; }

 private:
  std::vector<T> transposed_;
  const T* data_;
};

/// A layer as the convolution that the reference kernels know. Refers to the operands it was made
/// from.
class ConvForm {
 public:
  ConvForm(const Layer& layer, const tensor::Tensor<std::int16_t>& weights,
           const tensor::Tensor<std::int16_t>& activations)
      : shape_{conv_shape(layer)},
        weights_{layer, weights},
        activations_{layer, activations},
        transposed_{std::holds_alternative<Gemm>(layer.shape)} {}

  const numerics::reference::ConvShape& shape() const { return shape_; }
  const std::int16_t* weights() const { return weights_.data(); }
  const std::int16_t* activations() const { return activations_.data(); }

  /// Index in output_shape(layer) of an output of the convolution.
  std::size_t layer_index(std::size_t index) const;

 private:
  numerics::reference::ConvShape shape_;
  ConvOperand<std::int16_t> weights_;
  ConvOperand<std::int16_t> activations_;
  bool transposed_;
};

}  // namespace gossamer::workload
