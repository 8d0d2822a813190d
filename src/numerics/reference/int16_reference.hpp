// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "numerics/fixed_point.hpp"

namespace gossamer::numerics::reference {

/// Sizes of a convolution; a GEMM is one with 1 x 1 planes.
struct ConvShape {
  std::size_t batch = 1, channels = 1, height = 1, width = 1;
  std::size_t filters = 1, filter_height = 1, filter_width = 1;
  std::size_t stride_y = 1, stride_x = 1, dilation_y = 1, dilation_x = 1;
  std::size_t pad_top = 0, pad_left = 0;
  std::size_t groups = 1;
  std::size_t out_height = 1, out_width = 1;

  std::size_t channels_per_group() const { return channels / groups; }
  std::size_t filters_per_group() const { return filters / groups; }
  std::size_t filter_size() const { return channels_per_group() * filter_height * filter_width; }
  std::size_t outputs() const { return batch * filters * out_height * out_width; }
};

/// Exact 64-bit sums of shifted products, [batch][filters][out_height][out_width]: the normative
/// result. weights [filters][channels / groups][filter_height][filter_width], activations
/// [batch][channels][height][width].
std::vector<std::int64_t> conv2d_sums(const ConvShape& shape, const std::int16_t* weights,
                                      const std::int16_t* activations, unsigned product_shift);

/// One of those sums, by its flat index.
std::int64_t conv2d_sum(const ConvShape& shape, const std::int16_t* weights,
                        const std::int16_t* activations, unsigned product_shift, std::size_t index);

/// Multiply-accumulates with both operands non-zero and inside the input plane (padding is not an
/// operand).
std::uint64_t effectual_macs(const ConvShape& shape, const std::int16_t* weights,
                             const std::int16_t* activations);

}  // namespace gossamer::numerics::reference
