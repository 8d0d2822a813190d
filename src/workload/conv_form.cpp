// SPDX-License-Identifier: Apache-2.0
#include "workload/conv_form.hpp"

#include <algorithm>

namespace gossamer::workload {

namespace {

numerics::reference::ConvShape shape_of(const Conv2d& c) {
  numerics::reference::ConvShape shape;
  shape.batch = c.batch;
  shape.channels = c.channels;
  shape.height = c.height;
  shape.width = c.width;
  shape.filters = c.filters;
  shape.filter_height = c.filter_height;
  shape.filter_width = c.filter_width;
  shape.stride_y = c.stride_y;
  shape.stride_x = c.stride_x;
  shape.dilation_y = c.dilation_y;
  shape.dilation_x = c.dilation_x;
  shape.pad_top = c.pad_top;
  shape.pad_left = c.pad_left;
  shape.groups = c.groups;
  shape.out_height = c.out_height();
  shape.out_width = c.out_width();
  return shape;
}

numerics::reference::ConvShape shape_of(const Gemm& g) {
  numerics::reference::ConvShape shape;
  shape.channels = g.k;
  shape.filters = g.n;
  shape.width = g.m;
  shape.out_width = g.m;
  return shape;
}

template <class T>
std::vector<T> transpose(const tensor::Tensor<T>& matrix) {
  const std::size_t rows = matrix.shape[0];
  const std::size_t cols = matrix.shape[1];
  std::vector<T> result(matrix.size());
  // A few rows at a time, so that neither side leaves the cache.
  constexpr std::size_t strip = 32;
  for (std::size_t first = 0; first < rows; first += strip)
    for (std::size_t c = 0; c < cols; ++c)
      for (std::size_t r = first; r < std::min(first + strip, rows); ++r)
        result[c * rows + r] = matrix.data[r * cols + c];
  return result;
}

}  // namespace

numerics::reference::ConvShape conv_shape(const Layer& layer) {
  return std::visit([](const auto& shape) { return shape_of(shape); }, layer.shape);
}

template <class T>
ConvOperand<T>::ConvOperand(const Layer& layer, const tensor::Tensor<T>& operand)
    : data_{operand.data.data()} {
  if (!std::holds_alternative<Gemm>(layer.shape)) return;
  transposed_ = transpose(operand);
  data_ = transposed_.data();
}

template class ConvOperand<std::int16_t>;
template class ConvOperand<float>;
template class ConvOperand<std::uint8_t>;

std::size_t ConvForm::layer_index(std::size_t index) const {
  if (!transposed_) return index;
  return index % shape_.out_width * shape_.filters + index / shape_.out_width;
}

}  // namespace gossamer::workload
