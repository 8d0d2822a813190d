// SPDX-License-Identifier: Apache-2.0
#include "numerics/reference/sampled_sums.hpp"

#include <algorithm>
#include <numeric>

namespace gossamer::numerics::reference {

namespace {

/// The activations with their zero padding stored, so that no window needs a bounds test, as
/// [batch][row][column][channel]: weights of neighbouring channels then share a cache line.
struct PaddedInput {
  std::size_t height;
  std::size_t width;
  std::vector<std::int16_t> data;

  PaddedInput(const ConvShape& s, const std::int16_t* activations)
      : height{(s.out_height - 1) * s.stride_y + (s.filter_height - 1) * s.dilation_y + 1},
        width{(s.out_width - 1) * s.stride_x + (s.filter_width - 1) * s.dilation_x + 1},
        data(s.batch * s.channels * height * width) {
    // A stride may leave the last rows and columns of the input unused.
    const std::size_t rows = std::min(s.height, height > s.pad_top ? height - s.pad_top : 0);
    const std::size_t cols = std::min(s.width, width > s.pad_left ? width - s.pad_left : 0);
    // A cache line of channels at a time: each line is then written once.
    constexpr std::size_t some = 32;
    for (std::size_t b = 0; b < s.batch; ++b)
      for (std::size_t y = 0; y < rows; ++y)
        for (std::size_t first = 0; first < s.channels; first += some) {
          const std::int16_t* from =
              activations + ((b * s.channels + first) * s.height + y) * s.width;
          std::int16_t* to = data.data() +
                             ((b * height + y + s.pad_top) * width + s.pad_left) * s.channels +
                             first;
          const std::size_t n = std::min(some, s.channels - first);
          for (std::size_t x = 0; x < cols; ++x, to += s.channels)
            for (std::size_t c = 0; c < n; ++c) to[c] = from[c * s.height * s.width + x];
        }
  }
};

/// A filter as [row][column][channel], like the input.
struct ChannelsLast {
  std::uint64_t nonzeros = 0;
  std::vector<std::int16_t> data;

  void load(const ConvShape& s, const std::int16_t* filter) {
    const std::size_t kernel = s.filter_height * s.filter_width;
    nonzeros = 0;
    data.resize(s.filter_size());
    std::int16_t* to = data.data();
    for (std::size_t position = 0; position < kernel; ++position)
      for (std::size_t c = 0; c < s.channels_per_group(); ++c, ++to) {
        *to = filter[c * kernel + position];
        nonzeros += *to != 0 ? 1 : 0;
      }
  }
};

std::size_t filter_of(const ConvShape& s, std::size_t index) {
  return index / (s.out_height * s.out_width) % s.filters;
}

/// The activation under the first weight of the window of one output.
const std::int16_t* window_of(const ConvShape& s, const PaddedInput& input, std::size_t index) {
  const std::size_t x = index % s.out_width;
  const std::size_t y = index / s.out_width % s.out_height;
  const std::size_t b = index / (s.out_width * s.out_height * s.filters);
  const std::size_t group = filter_of(s, index) / s.filters_per_group();
  const std::size_t position = (b * input.height + y * s.stride_y) * input.width + x * s.stride_x;
  return input.data.data() + position * s.channels + group * s.channels_per_group();
}

/// Zeros are multiplied too, so that the compiler can use vector instructions: with the shifts that
/// keep sums within 24 bits, sums of products fit 32.
template <class Sum>
Sum sum_run(const std::int16_t* activations, const std::int16_t* weights, std::size_t n,
            unsigned product_shift) {
  Sum sum = 0;
  for (std::size_t i = 0; i < n; ++i)
    sum +=
        shift_right_floor(std::int32_t{activations[i]} * std::int32_t{weights[i]}, product_shift);
  return sum;
}

template <class Sum>
std::int64_t sum_window(const ConvShape& s, const PaddedInput& input, const std::int16_t* window,
                        const std::int16_t* filter, unsigned product_shift) {
  // Weights whose activations adjoin: those of a row, unless other activations lie in between.
  const bool whole_rows = s.groups == 1 && s.dilation_x == 1;
  const std::size_t runs = whole_rows ? 1 : s.filter_width;
  const std::size_t run = s.filter_width / runs * s.channels_per_group();
  Sum sum = 0;
  for (std::size_t y = 0; y < s.filter_height; ++y)
    for (std::size_t x = 0; x < runs; ++x, filter += run)
      sum += sum_run<Sum>(window + (y * s.dilation_y * input.width + x * s.dilation_x) * s.channels,
                          filter, run, product_shift);
  return sum;
}

/// Whether 32 bits hold the sum of so many products, and of any part of them. A product is at most
/// 2^30 before the shift.
bool fits_32_bits(std::uint64_t products, unsigned product_shift) {
  return products < std::uint64_t{2} << std::min(product_shift, 29U);
}

/// The samples filter by filter, those of filter f from begin[f] to begin[f + 1] - 1.
struct SamplesByFilter {
  std::vector<std::size_t> begin;
  std::vector<std::size_t> samples;

  SamplesByFilter(const ConvShape& s, const std::vector<std::size_t>& indices)
      : begin(s.filters + 1), samples(indices.size()) {
    for (const std::size_t index : indices) ++begin[filter_of(s, index)];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    for (std::size_t i = indices.size(); i-- > 0;) samples[--begin[filter_of(s, indices[i])]] = i;
  }
};

}  // namespace

std::vector<std::int64_t> sampled_sums(const ConvShape& s, const std::int16_t* weights,
                                       const std::int16_t* activations, unsigned product_shift,
                                       const std::vector<std::size_t>& indices) {
  const PaddedInput input(s, activations);
  const SamplesByFilter by_filter(s, indices);
  std::vector<std::int64_t> sums(indices.size());
  ChannelsLast filter;
  for (std::size_t f = 0; f < s.filters; ++f) {
    if (by_filter.begin[f] == by_filter.begin[f + 1]) continue;
    filter.load(s, weights + f * s.filter_size());
    const auto sum = fits_32_bits(filter.nonzeros, product_shift) ? sum_window<std::int32_t>
                                                                  : sum_window<std::int64_t>;
    for (std::size_t i = by_filter.begin[f]; i < by_filter.begin[f + 1]; ++i) {
      const std::size_t sample = by_filter.samples[i];
      sums[sample] =
          sum(s, input, window_of(s, input, indices[sample]), filter.data.data(), product_shift);
    }
  }
  return sums;
}

}  // namespace gossamer::numerics::reference
