// SPDX-License-Identifier: Apache-2.0
#include "workload/real_sums.hpp"

#include <emmintrin.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace gossamer::workload {

namespace {

using numerics::reference::ConvShape;

/// The activations as [batch][row][column][channel] with their zero padding stored: no window needs
/// a test of bounds, and weights of neighbouring channels meet neighbouring activations.
struct PaddedPlanes {
  std::size_t height;
  std::size_t width;
  std::vector<float> data;

  PaddedPlanes(const ConvShape& s, const float* activations)
      : height{(s.out_height - 1) * s.stride_y + (s.filter_height - 1) * s.dilation_y + 1},
        width{(s.out_width - 1) * s.stride_x + (s.filter_width - 1) * s.dilation_x + 1},
        data(s.batch * s.channels * height * width) {
    // A stride may leave the last rows and columns of the input unused.
    const std::size_t rows = std::min(s.height, height > s.pad_top ? height - s.pad_top : 0);
    const std::size_t cols = std::min(s.width, width > s.pad_left ? width - s.pad_left : 0);
    constexpr std::size_t some = 16;  // channels of a cache line, which is then written once
    for (std::size_t b = 0; b < s.batch; ++b)
      for (std::size_t y = 0; y < rows; ++y)
        for (std::size_t first = 0; first < s.channels; first += some) {
          const float* from = activations + ((b * s.channels + first) * s.height + y) * s.width;
          float* to = data.data() +
                      ((b * height + y + s.pad_top) * width + s.pad_left) * s.channels + first;
          const std::size_t n = std::min(some, s.channels - first);
          for (std::size_t x = 0; x < cols; ++x, to += s.channels)
            for (std::size_t c = 0; c < n; ++c) to[c] = from[c * s.height * s.width + x];
        }
  }
};

/// Eight partial sums, two to a register: the compiler would not widen floats in pairs.
class PartialSums {
 public:
  void add(const float* a, const float* b, std::size_t n) {
    std::size_t i = 0;
    for (; i + 8 <= n; i += 8) {
      add_four(_mm_mul_ps(_mm_loadu_ps(a + i), _mm_loadu_ps(b + i)), sums_[0], sums_[1]);
      add_four(_mm_mul_ps(_mm_loadu_ps(a + i + 4), _mm_loadu_ps(b + i + 4)), sums_[2], sums_[3]);
    }
    if (i == n) return;
    std::array<float, 8> rest{};
    for (std::size_t lane = 0; i + lane < n; ++lane) rest[lane] = a[i + lane] * b[i + lane];
    add_four(_mm_loadu_ps(rest.data()), sums_[0], sums_[1]);
    add_four(_mm_loadu_ps(rest.data() + 4), sums_[2], sums_[3]);
  }
  double total() const {
    return (sum_of(sums_[0]) + sum_of(sums_[1])) + (sum_of(sums_[2]) + sum_of(sums_[3]));
  }

 private:
  static void add_four(__m128 products, __m128d& low, __m128d& high) {
    low = _mm_add_pd(low, _mm_cvtps_pd(products));
    high = _mm_add_pd(high, _mm_cvtps_pd(_mm_movehl_ps(products, products)));
  }
  static double sum_of(__m128d pair) {
    return _mm_cvtsd_f64(_mm_add_sd(pair, _mm_unpackhi_pd(pair, pair)));
  }

  __m128d sums_[4] = {};
};

/// One output: a filter as [row][column][channel] against its window.
double window_sum(const ConvShape& s, std::size_t width, const float* window, const float* filter) {
  const bool whole_rows = s.groups == 1 && s.dilation_x == 1;
  const std::size_t runs = whole_rows ? 1 : s.filter_width;
  const std::size_t run = s.filter_width / runs * s.channels_per_group();
  PartialSums sums;
  for (std::size_t y = 0; y < s.filter_height; ++y)
    for (std::size_t x = 0; x < runs; ++x, filter += run)
      sums.add(window + (y * s.dilation_y * width + x * s.dilation_x) * s.channels, filter, run);
  return sums.total();
}

/// A chunk of filters, each as [row][column][channel].
std::vector<float> channels_last(const ConvShape& s, const float* weights, std::size_t first,
                                 std::size_t count) {
  const std::size_t kernel = s.filter_height * s.filter_width;
  std::vector<float> result(count * s.filter_size());
  float* to = result.data();
  for (std::size_t f = first; f < first + count; ++f)
    for (std::size_t position = 0; position < kernel; ++position)
      for (std::size_t c = 0; c < s.channels_per_group(); ++c)
        *to++ = weights[f * s.filter_size() + c * kernel + position];
  return result;
}

}  // namespace

std::vector<double> real_sums(const OutputVectors& vectors, const float* weights,
                              const float* activations, const std::vector<std::size_t>& numbers) {
  const ConvShape& s = vectors.shape;
  const PaddedPlanes input(s, activations);
  std::vector<double> sums(numbers.size() * vectors.length);
  std::vector<std::size_t> order(numbers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return vectors.chunk(numbers[a]) < vectors.chunk(numbers[b]);
  });
  std::vector<float> filters;
  std::size_t loaded = vectors.chunks();
  for (const std::size_t sample : order) {
    const std::size_t number = numbers[sample];
    const std::size_t first = vectors.chunk(number) * vectors.length;
    const std::size_t count = vectors.filters(number);
    if (loaded != vectors.chunk(number)) filters = channels_last(s, weights, first, count);
    loaded = vectors.chunk(number);
    const std::size_t position = number % vectors.positions();
    const std::size_t image = number / vectors.positions() / vectors.chunks();
    const std::size_t row = image * input.height + position / s.out_width * s.stride_y;
    const std::size_t column = position % s.out_width * s.stride_x;
    const float* window = input.data.data() + (row * input.width + column) * s.channels;
    for (std::size_t j = 0; j < count; ++j) {
      const std::size_t group = (first + j) / s.filters_per_group();
      sums[sample * vectors.length + j] =
          window_sum(s, input.width, window + group * s.channels_per_group(),
                     filters.data() + j * s.filter_size());
    }
  }
  return sums;
}

}  // namespace gossamer::workload
