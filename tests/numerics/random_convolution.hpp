// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "numerics/reference/int16_reference.hpp"

namespace gossamer::test {

/// A small convolution of random geometry (strides, dilations, uneven padding, groups, batch) with
/// sparse random operands; the seed alone decides.
struct RandomConvolution {
  numerics::reference::ConvShape shape;
  std::vector<std::int16_t> weights;
  std::vector<std::int16_t> activations;

  explicit RandomConvolution(std::uint64_t seed) {
    core::RandomStream random(seed, "convolution");
    const auto from = [&](std::size_t low, std::size_t high) {
      return low + random.below(high - low + 1);
    };
    auto& s = shape;
    s.batch = from(1, 2);
    s.groups = from(1, 3);
    s.channels = s.groups * from(1, 3);
    s.filters = s.groups * from(1, 3);
    s.filter_height = from(1, 4), s.filter_width = from(1, 4);
    s.stride_y = from(1, 3), s.stride_x = from(1, 3);
    s.dilation_y = from(1, 2), s.dilation_x = from(1, 2);
    s.pad_top = from(0, 4), s.pad_left = from(0, 4);
    const std::size_t pad_bottom = from(0, 4);
    const std::size_t pad_right = from(0, 4);
    const std::size_t window_y = s.dilation_y * (s.filter_height - 1) + 1;
    const std::size_t window_x = s.dilation_x * (s.filter_width - 1) + 1;
    s.height = from(1, 4) + window_y, s.width = from(1, 4) + window_x;
    if (seed % 4 == 0) s.height = s.width = 1;
    if (s.height + s.pad_top + pad_bottom < window_y) s.pad_top += window_y;
    if (s.width + s.pad_left + pad_right < window_x) s.pad_left += window_x;
    s.out_height = (s.height + s.pad_top + pad_bottom - window_y) / s.stride_y + 1;
    s.out_width = (s.width + s.pad_left + pad_right - window_x) / s.stride_x + 1;
    weights = draw(s.filters * s.filter_size(), random);
    activations = draw(s.batch * s.channels * s.height * s.width, random);
  }

  std::string text() const {
    const auto pair = [](std::size_t y, std::size_t x) {
      return std::to_string(y) + "x" + std::to_string(x) + " ";
    };
    return "input " + pair(shape.height, shape.width) + "filter " +
           pair(shape.filter_height, shape.filter_width) + "stride " +
           pair(shape.stride_y, shape.stride_x) + "dilation " +
           pair(shape.dilation_y, shape.dilation_x) + "pad " + pair(shape.pad_top, shape.pad_left);
  }

 private:
  static std::vector<std::int16_t> draw(std::size_t n, core::RandomStream& random) {
    std::vector<std::int16_t> values(n);
    for (std::int16_t& value : values)
      if (random.below(2) == 0)
        value = static_cast<std::int16_t>(static_cast<int>(random.below(65536)) - 32768);
    return values;
  }
};

}  // namespace gossamer::test
