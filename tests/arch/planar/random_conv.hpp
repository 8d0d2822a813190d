// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/random.hpp"
#include "tensor/tensor.hpp"
#include "workload/layer.hpp"

namespace gossamer::test {

/// A whole number in [low, high].
inline std::uint32_t between(core::RandomStream& random, std::uint32_t low, std::uint32_t high) {
  return low + random.below(high - low + 1);
}

/// Planes of 1 to 20 a side, kernels of 1 to 5, four different pads of 0 to 3, one or two groups.
inline workload::Conv2d random_conv(core::RandomStream& random) {
  workload::Conv2d conv;
  conv.groups = between(random, 1, 2);
  conv.channels = conv.groups * between(random, 1, 3);
  conv.filters = conv.groups * between(random, 1, 5);
  conv.pad_top = between(random, 0, 3);
  conv.pad_bottom = between(random, 0, 3);
  conv.pad_left = between(random, 0, 3);
  conv.pad_right = between(random, 0, 3);
  conv.height = between(random, 1, 20);
  conv.width = between(random, 1, 20);
  conv.filter_height =
      std::min(between(random, 1, 5), conv.height + conv.pad_top + conv.pad_bottom);
  conv.filter_width = std::min(between(random, 1, 5), conv.width + conv.pad_left + conv.pad_right);
  return conv;
}

/// The same with strides of 1 to 4 and dilations of 1 to 3, different ones per axis; kernels of 1
/// to 7 as far as the padded plane takes them.
inline workload::Conv2d random_strided_conv(core::RandomStream& random) {
  workload::Conv2d conv = random_conv(random);
  conv.stride_y = between(random, 1, 4);
  conv.stride_x = between(random, 1, 4);
  conv.dilation_y = between(random, 1, 3);
  conv.dilation_x = between(random, 1, 3);
  const auto most_taps = [](std::uint32_t extent, std::uint32_t dilation) {
    return (extent - 1) / dilation + 1;
  };
  const std::uint32_t height = conv.height + conv.pad_top + conv.pad_bottom;
  const std::uint32_t width = conv.width + conv.pad_left + conv.pad_right;
  conv.filter_height = std::min(between(random, 1, 7), most_taps(height, conv.dilation_y));
  conv.filter_width = std::min(between(random, 1, 7), most_taps(width, conv.dilation_x));
  return conv;
}

/// The output, inside the plane or not, that an input meets through a filter tap along one axis.
inline std::optional<std::int32_t> meets(std::int32_t input, std::uint32_t tap,
                                         std::uint32_t stride, std::uint32_t dilation,
                                         std::uint32_t pad) {
  const std::int32_t distance =
      input + static_cast<std::int32_t>(pad) - static_cast<std::int32_t>(tap * dilation);
  if (distance % static_cast<std::int32_t>(stride) != 0) return std::nullopt;
  return distance / static_cast<std::int32_t>(stride);
}

inline std::optional<std::int32_t> meets_in_row(const workload::Conv2d& conv, std::int32_t y,
                                                std::uint32_t r) {
  return meets(y, r, conv.stride_y, conv.dilation_y, conv.pad_top);
}

inline std::optional<std::int32_t> meets_in_col(const workload::Conv2d& conv, std::int32_t x,
                                                std::uint32_t s) {
  return meets(x, s, conv.stride_x, conv.dilation_x, conv.pad_left);
}

/// `size` values of which about `nonzero_per_mille` are not zero.
inline std::vector<std::int16_t> random_values(core::RandomStream& random, std::size_t size,
                                               std::uint32_t nonzero_per_mille) {
  std::vector<std::int16_t> values(size);
  for (std::int16_t& value : values) {
    if (random.below(1000) >= nonzero_per_mille) continue;
    value = static_cast<std::int16_t>(static_cast<int>(random.below(32767)) + 1);
    if (random.below(2) == 0) value = static_cast<std::int16_t>(-value);
  }
  return values;
}

/// Weights [filters][channels / groups][height][width] of a convolution.
inline tensor::Tensor<std::int16_t> random_weights(core::RandomStream& random,
                                                   const workload::Conv2d& conv,
                                                   std::uint32_t nonzero_per_mille) {
  tensor::Tensor<std::int16_t> weights{
      {conv.filters, conv.channels / conv.groups, conv.filter_height, conv.filter_width}};
  weights.data = random_values(random, weights.size(), nonzero_per_mille);
  return weights;
}

}  // namespace gossamer::test
