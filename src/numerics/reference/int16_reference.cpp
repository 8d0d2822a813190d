// SPDX-License-Identifier: Apache-2.0
#include "numerics/reference/int16_reference.hpp"

#include "numerics/reference/taps.hpp"

namespace gossamer::numerics::reference {

namespace {

/// Adds what one weight contributes to the outputs of one filter: `plane` is the input plane of the
/// weight's channel.
void add_weight(const ConvShape& s, std::size_t row, std::size_t col, std::int32_t weight,
                unsigned product_shift, const std::int16_t* plane, std::int64_t* outputs) {
  const TapRange ys = tap_range(row, s.stride_y, s.dilation_y, s.pad_top, s.height, s.out_height);
  const TapRange xs = tap_range(col, s.stride_x, s.dilation_x, s.pad_left, s.width, s.out_width);
  for (std::size_t y = ys.first; y < ys.last; ++y) {
    const std::size_t input_row = ys.input + (y - ys.first) * s.stride_y;
    const std::int16_t* in = plane + input_row * s.width + xs.input;
    std::int64_t* out = outputs + y * s.out_width + xs.first;
    for (std::size_t x = 0; x < xs.last - xs.first; ++x)
      out[x] += shift_right_floor(in[x * s.stride_x] * weight, product_shift);
  }
}

/// Non-zero activations of one plane that one filter position meets.
std::uint64_t count_met(const ConvShape& s, std::size_t row, std::size_t col,
                        const std::int16_t* plane) {
  const TapRange ys = tap_range(row, s.stride_y, s.dilation_y, s.pad_top, s.height, s.out_height);
  const TapRange xs = tap_range(col, s.stride_x, s.dilation_x, s.pad_left, s.width, s.out_width);
  std::uint64_t met = 0;
  for (std::size_t y = 0; y < ys.last - ys.first; ++y) {
    const std::int16_t* in = plane + (ys.input + y * s.stride_y) * s.width + xs.input;
    for (std::size_t x = 0; x < xs.last - xs.first; ++x) met += in[x * s.stride_x] != 0 ? 1 : 0;
  }
  return met;
}

/// Non-zero weights by [channel][row][column], over the filters that see the channel.
std::vector<std::uint64_t> nonzero_weights(const ConvShape& s, const std::int16_t* weights) {
  const std::size_t size = s.filter_size();
  std::vector<std::uint64_t> counts(s.groups * size);
  for (std::size_t k = 0; k < s.filters; ++k) {
    std::uint64_t* of_group = counts.data() + k / s.filters_per_group() * size;
    for (std::size_t i = 0; i < size; ++i) of_group[i] += weights[k * size + i] != 0 ? 1 : 0;
  }
  return counts;
}

}  // namespace

std::vector<std::int64_t> conv2d_sums(const ConvShape& s, const std::int16_t* weights,
                                      const std::int16_t* activations, unsigned product_shift) {
  std::vector<std::int64_t> sums(s.outputs());
  const std::size_t plane = s.height * s.width;
  const std::size_t out_plane = s.out_height * s.out_width;
  for (std::size_t b = 0; b < s.batch; ++b)
    for (std::size_t k = 0; k < s.filters; ++k) {
      const std::size_t group = k / s.filters_per_group();
      for (std::size_t c = 0; c < s.channels_per_group(); ++c) {
        const std::size_t channel = b * s.channels + group * s.channels_per_group() + c;
        for (std::size_t row = 0; row < s.filter_height; ++row)
          for (std::size_t col = 0; col < s.filter_width; ++col) {
            const std::size_t filter_row = (k * s.channels_per_group() + c) * s.filter_height + row;
            const std::int32_t weight = weights[filter_row * s.filter_width + col];
            if (weight == 0) continue;
            add_weight(s, row, col, weight, product_shift, activations + channel * plane,
                       sums.data() + (b * s.filters + k) * out_plane);
          }
      }
    }
  return sums;
}

std::int64_t conv2d_sum(const ConvShape& s, const std::int16_t* weights,
                        const std::int16_t* activations, unsigned product_shift,
                        std::size_t index) {
  const std::size_t x = index % s.out_width;
  const std::size_t y = index / s.out_width % s.out_height;
  const std::size_t k = index / (s.out_width * s.out_height) % s.filters;
  const std::size_t b = index / (s.out_width * s.out_height * s.filters);
  const std::size_t first_channel =
      b * s.channels + k / s.filters_per_group() * s.channels_per_group();
  std::int64_t sum = 0;
  for (std::size_t c = 0; c < s.channels_per_group(); ++c)
    for (std::size_t row = 0; row < s.filter_height; ++row)
      for (std::size_t col = 0; col < s.filter_width; ++col) {
        // A coordinate left of or above the plane wraps to a huge number, so one comparison is
        // enough.
        const std::size_t in_y = y * s.stride_y + row * s.dilation_y - s.pad_top;
        const std::size_t in_x = x * s.stride_x + col * s.dilation_x - s.pad_left;
        if (in_y >= s.height || in_x >= s.width) continue;
        const std::int32_t activation =
            activations[((first_channel + c) * s.height + in_y) * s.width + in_x];
        const std::int32_t weight =
            weights[((k * s.channels_per_group() + c) * s.filter_height + row) * s.filter_width +
                    col];
        sum += shift_right_floor(activation * weight, product_shift);
      }
  return sum;
}

std::uint64_t effectual_macs(const ConvShape& s, const std::int16_t* weights,
                             const std::int16_t* activations) {
  const std::vector<std::uint64_t> counts = nonzero_weights(s, weights);
  const std::size_t plane = s.height * s.width;
  std::uint64_t macs = 0;
  for (std::size_t b = 0; b < s.batch; ++b)
    for (std::size_t c = 0; c < s.channels; ++c)
      for (std::size_t row = 0; row < s.filter_height; ++row)
        for (std::size_t col = 0; col < s.filter_width; ++col) {
          const std::uint64_t of_position =
              counts[(c * s.filter_height + row) * s.filter_width + col];
          if (of_position != 0)
            macs +=
                of_position * count_met(s, row, col, activations + (b * s.channels + c) * plane);
        }
  return macs;
}

}  // namespace gossamer::numerics::reference
