// SPDX-License-Identifier: Apache-2.0
#include "numerics/reference/vsq_reference.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "numerics/reference/taps.hpp"

namespace gossamer::numerics::reference {

namespace {

using vsq::Arithmetic;
using vsq::Vectors;

/// One convolution. Dot is wide enough for a dot product: with 32 bits the loop over a vector maps
/// to the processor's multiply-add instructions.
template <class Dot>
struct Convolution {
  const ConvShape& s;
  const Vectors& weights;
  const Vectors& activations;
  const Arithmetic& arithmetic;
  std::size_t chunks_at_once;
  VsqSums result = {};

  static Dot dot(const std::int16_t* w, const std::int16_t* a, std::size_t length) {
    Dot sum = 0;
    for (std::size_t i = 0; i < length; ++i) sum += Dot{w[i]} * Dot{a[i]};
    return sum;
  }

  void add_product(std::size_t w, std::size_t a, vsq::SaturatingSum& sum) {
    const std::uint32_t scale = arithmetic.scale_product(weights.scales[w], activations.scales[a]);
    if (scale == 0) ++result.zero_scale_products;
    const std::int64_t product = dot(weights.vector(w), activations.vector(a), weights.length);
    if (sum.add(product * std::int64_t{scale})) ++result.saturations;
  }

  /// Output (y, x) of a filter; `plane` counts images times groups.
  std::int64_t output(std::size_t filter, std::size_t plane, std::size_t y, std::size_t x) {
    vsq::SaturatingSum sum(arithmetic.accumulator_bits);
    for (std::size_t begin = 0; begin < weights.chunks; begin += chunks_at_once) {
      const std::size_t end = std::min(begin + chunks_at_once, weights.chunks);
      for (std::size_t row = 0; row < s.filter_height; ++row)
        for (std::size_t col = 0; col < s.filter_width; ++col) {
          // A coordinate left of or above the plane wraps to a huge number, so one comparison is
          // enough.
          const std::size_t in_y = y * s.stride_y + row * s.dilation_y - s.pad_top;
          const std::size_t in_x = x * s.stride_x + col * s.dilation_x - s.pad_left;
          if (in_y >= s.height || in_x >= s.width) continue;
          for (std::size_t chunk = begin; chunk < end; ++chunk)
            add_product(weights.index(filter, chunk, row * s.filter_width + col),
                        activations.index(plane, chunk, in_y * s.width + in_x), sum);
        }
    }
    return sum.value();
  }

  void run() {
    result.sums.reserve(s.outputs());
    for (std::size_t b = 0; b < s.batch; ++b)
      for (std::size_t k = 0; k < s.filters; ++k)
        for (std::size_t y = 0; y < s.out_height; ++y)
          for (std::size_t x = 0; x < s.out_width; ++x)
            result.sums.push_back(output(k, b * s.groups + k / s.filters_per_group(), y, x));
  }
};

/// Non-zero weights by [group][chunk][position][element], over the filters of the group.
std::vector<std::uint64_t> nonzero_weights(const ConvShape& s, const Vectors& weights) {
  const std::size_t of_filter = weights.chunks * weights.positions * weights.length;
  std::vector<std::uint64_t> counts(s.groups * of_filter);
  for (std::size_t k = 0; k < s.filters; ++k)
    for (std::size_t i = 0; i < of_filter; ++i)
      counts[k / s.filters_per_group() * of_filter + i] +=
          weights.codes[k * of_filter + i] != 0 ? 1 : 0;
  return counts;
}

/// Sum over the activations that one filter position meets in a plane of vectors: of each non-zero
/// one, the non-zero weights there.
std::uint64_t effectual_of(const ConvShape& s, std::size_t row, std::size_t col,
                           const std::int16_t* plane, std::size_t length,
                           const std::uint64_t* weights) {
  const TapRange ys = tap_range(row, s.stride_y, s.dilation_y, s.pad_top, s.height, s.out_height);
  const TapRange xs = tap_range(col, s.stride_x, s.dilation_x, s.pad_left, s.width, s.out_width);
  std::uint64_t macs = 0;
  for (std::size_t y = 0; y < ys.last - ys.first; ++y)
    for (std::size_t x = 0; x < xs.last - xs.first; ++x) {
      const std::size_t position =
          (ys.input + y * s.stride_y) * s.width + xs.input + x * s.stride_x;
      for (std::size_t i = 0; i < length; ++i)
        macs += plane[position * length + i] != 0 ? weights[i] : 0;
    }
  return macs;
}

std::uint64_t effectual_macs(const ConvShape& s, const Vectors& weights,
                             const Vectors& activations) {
  const std::vector<std::uint64_t> counts = nonzero_weights(s, weights);
  std::uint64_t macs = 0;
  for (std::size_t plane = 0; plane < activations.outer; ++plane)
    for (std::size_t chunk = 0; chunk < weights.chunks; ++chunk)
      for (std::size_t row = 0; row < s.filter_height; ++row)
        for (std::size_t col = 0; col < s.filter_width; ++col) {
          const std::size_t vector =
              weights.index(plane % s.groups, chunk, row * s.filter_width + col);
          macs += effectual_of(s, row, col, activations.vector(activations.index(plane, chunk, 0)),
                               weights.length, counts.data() + vector * weights.length);
        }
  return macs;
}

/// Whether a dot product of such vectors fits 32 bits.
bool fits_32_bits(const Arithmetic& arithmetic, std::size_t length) {
  const std::int64_t product =
      std::int64_t{arithmetic.weights.element.highest()} * arithmetic.activations.element.highest();
  return product * static_cast<std::int64_t>(length) < std::int64_t{1} << 31;
}

}  // namespace

VsqSums vsq_conv2d(const ConvShape& s, const Vectors& weights, const Vectors& activations,
                   const Arithmetic& arithmetic, std::size_t chunks_at_once) {
  assert(weights.outer == s.filters && weights.positions == s.filter_height * s.filter_width &&
         "weights of this shape");
  assert(activations.outer == s.batch * s.groups && activations.positions == s.height * s.width &&
         "activations of this shape");
  assert(weights.length == activations.length && weights.chunks == activations.chunks &&
         weights.chunks * weights.length >= s.channels_per_group() && "the same vectors");
  assert(chunks_at_once > 0 && "a block has a chunk");
  VsqSums result;
  if (fits_32_bits(arithmetic, weights.length)) {
    Convolution<std::int32_t> narrow{s, weights, activations, arithmetic, chunks_at_once};
    narrow.run();
    result = std::move(narrow.result);
  } else {
    Convolution<std::int64_t> wide{s, weights, activations, arithmetic, chunks_at_once};
    wide.run();
    result = std::move(wide.result);
  }
  result.effectual_macs = effectual_macs(s, weights, activations);
  return result;
}

Vectors vsq_post_process(const ConvShape& s, const std::vector<std::int64_t>& sums,
                         const vsq::PostProcessing& unit, std::size_t vector_length) {
  assert(sums.size() == s.outputs() && "sums of this shape");
  const std::size_t plane = s.out_height * s.out_width;
  Vectors outputs(s.batch, (s.filters + vector_length - 1) / vector_length, plane, vector_length);
  std::vector<std::int32_t> values(vector_length);
  for (std::size_t b = 0; b < s.batch; ++b)
    for (std::size_t chunk = 0; chunk < outputs.chunks; ++chunk) {
      const std::size_t first = chunk * vector_length;
      const std::size_t count = std::min(vector_length, s.filters - first);
      for (std::size_t position = 0; position < plane; ++position) {
        for (std::size_t i = 0; i < count; ++i)
          values[i] = unit.value(sums[(b * s.filters + first + i) * plane + position], first + i);
        const std::size_t vector = outputs.index(b, chunk, position);
        outputs.scales[vector] = unit.quantise(values.data(), count, outputs.vector(vector));
      }
    }
  return outputs;
}

}  // namespace gossamer::numerics::reference
