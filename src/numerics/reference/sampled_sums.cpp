// SPDX-License-Identifier: Apache-2.0
#include "numerics/reference/sampled_sums.hpp"

#include <algorithm>
#include <array>
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
    for (std::size_t b = 0; b < s.batch; ++b)
      for (std::size_t c = 0; c < s.channels; ++c)
        for (std::size_t y = 0; y < rows; ++y) {
          const std::int16_t* from = activations + ((b * s.channels + c) * s.height + y) * s.width;
          std::int16_t* to =
              data.data() + ((b * height + y + s.pad_top) * width + s.pad_left) * s.channels + c;
          for (std::size_t x = 0; x < cols; ++x) to[x * s.channels] = from[x];
        }
  }
};

/// A non-zero weight and where its activation stands, counted from the first of the window.
struct Tap {
  std::uint32_t offset;
  std::int32_t weight;
};

void gather_taps(const ConvShape& s, const PaddedInput& input, const std::int16_t* filter,
                 std::vector<Tap>& taps) {
  taps.clear();
  const std::size_t kernel = s.filter_height * s.filter_width;
  for (std::size_t position = 0; position < kernel; ++position) {
    const std::size_t y = position / s.filter_width * s.dilation_y;
    const std::size_t x = position % s.filter_width * s.dilation_x;
    for (std::size_t c = 0; c < s.channels_per_group(); ++c)
      if (const std::int16_t weight = filter[c * kernel + position]; weight != 0)
        taps.push_back(
            {static_cast<std::uint32_t>((y * input.width + x) * s.channels + c), weight});
  }
}

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

/// Outputs of one filter that are computed together: a weight is looked up once for all of them.
constexpr std::size_t together = 4;

template <std::size_t windows>
std::array<std::int64_t, windows> sum_windows(const std::array<const std::int16_t*, windows>& first,
                                              const std::vector<Tap>& taps,
                                              unsigned product_shift) {
  std::array<std::int64_t, windows> sums{};
  for (const Tap& tap : taps)
    for (std::size_t n = 0; n < windows; ++n)
      sums[n] += shift_right_floor(first[n][tap.offset] * tap.weight, product_shift);
  return sums;
}

}  // namespace

std::vector<std::int64_t> sampled_sums(const ConvShape& s, const std::int16_t* weights,
                                       const std::int16_t* activations, unsigned product_shift,
                                       const std::vector<std::size_t>& indices) {
  const PaddedInput input(s, activations);
  std::vector<std::size_t> order(indices.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(filter_of(s, indices[a]), a) < std::pair(filter_of(s, indices[b]), b);
  });
  std::vector<std::int64_t> sums(indices.size());
  std::vector<Tap> taps;
  for (std::size_t first = 0; first < order.size();) {
    const std::size_t filter = filter_of(s, indices[order[first]]);
    gather_taps(s, input, weights + filter * s.filter_size(), taps);
    std::size_t last = first;
    while (last < order.size() && filter_of(s, indices[order[last]]) == filter) ++last;
    for (; first + together <= last; first += together) {
      std::array<const std::int16_t*, together> windows{};
      for (std::size_t n = 0; n < together; ++n)
        windows[n] = window_of(s, input, indices[order[first + n]]);
      const auto of_windows = sum_windows(windows, taps, product_shift);
      for (std::size_t n = 0; n < together; ++n) sums[order[first + n]] = of_windows[n];
    }
    for (; first < last; ++first) {
      const std::array<const std::int16_t*, 1> window{window_of(s, input, indices[order[first]])};
      sums[order[first]] = sum_windows(window, taps, product_shift)[0];
    }
  }
  return sums;
}

}  // namespace gossamer::numerics::reference
