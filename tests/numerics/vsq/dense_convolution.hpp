// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "numerics/random_convolution.hpp"
#include "numerics/reference/vsq_reference.hpp"
#include "numerics/vsq/exact.hpp"

namespace gossamer::test {

/// A small convolution of random geometry whose codes are dense tensors, and whose scales are
/// indexed by chunk where codes have channels: weights [filters][channels / groups][rows][columns],
/// activations [batch][channels][height][width]. Its sums are worked out one integer at a time,
/// from the definition and without the layout of vsq::Vectors.
struct DenseConvolution {
  numerics::reference::ConvShape shape;
  numerics::vsq::Arithmetic arithmetic;
  std::size_t length;  // V
  std::vector<std::int16_t> weights, activations;
  std::vector<std::uint16_t> weight_scales, activation_scales;

  DenseConvolution(const RandomConvolution& geometry, const numerics::vsq::Arithmetic& widths,
                   std::size_t v, std::uint64_t seed)
      : shape{geometry.shape}, arithmetic{widths}, length{v} {
    core::RandomStream random(seed, "dense convolution");
    if (seed % 5 == 0) {  // depthwise
      shape.channels = shape.groups = 5;
      shape.filters = 10;
    } else {
      shape.channels = shape.groups * (1 + random.below(11));
    }
    weights = codes(shape.filters * shape.filter_size(), arithmetic.weights, random);
    activations = codes(shape.batch * shape.channels * plane(), arithmetic.activations, random);
    weight_scales = scales(shape.filters * chunks() * taps(), arithmetic.weights, random);
    activation_scales =
        scales(shape.batch * shape.groups * chunks() * plane(), arithmetic.activations, random);
  }

  std::size_t taps() const { return shape.filter_height * shape.filter_width; }
  std::size_t plane() const { return shape.height * shape.width; }
  std::size_t chunks() const { return (shape.channels_per_group() + length - 1) / length; }

  numerics::vsq::Vectors weight_vectors() const {
    return vectors(shape.filters, taps(), weights, weight_scales);
  }
  numerics::vsq::Vectors activation_vectors() const {
    return vectors(shape.batch * shape.groups, plane(), activations, activation_scales);
  }

  struct Exact {
    std::vector<cpp_int> sums;
    std::uint64_t saturations = 0, zero_scale_products = 0, effectual_macs = 0;
  };
  Exact exact(std::size_t chunks_at_once) const {
    Exact result;
    for (std::size_t b = 0; b < shape.batch; ++b)
      for (std::size_t k = 0; k < shape.filters; ++k)
        for (std::size_t y = 0; y < shape.out_height; ++y)
          for (std::size_t x = 0; x < shape.out_width; ++x) {
            cpp_int sum = 0;
            for (std::size_t block = 0; block * chunks_at_once < chunks(); ++block)
              for (std::size_t tap = 0; tap < taps(); ++tap)
                for (std::size_t i = 0; i < chunks_at_once; ++i)
                  add(b, k, static_cast<int>(y), static_cast<int>(x), block * chunks_at_once + i,
                      tap, sum, result);
            result.sums.push_back(sum);
          }
    return result;
  }

 private:
  static std::vector<std::int16_t> codes(std::size_t n, const numerics::vsq::OperandFormat& format,
                                         core::RandomStream& random) {
    std::vector<std::int16_t> result(n);
    for (std::int16_t& code : result) code = any_code(random, format.element);
    return result;
  }
  static std::vector<std::uint16_t> scales(std::size_t n,
                                           const numerics::vsq::OperandFormat& format,
                                           core::RandomStream& random) {
    std::vector<std::uint16_t> result(n);
    for (std::uint16_t& scale : result) scale = any_scale(random, format);
    return result;
  }

  numerics::vsq::Vectors vectors(std::size_t outer, std::size_t positions,
                                 const std::vector<std::int16_t>& dense,
                                 const std::vector<std::uint16_t>& of_vectors) const {
    numerics::vsq::Vectors result(outer, chunks(), positions, length);
    const std::size_t channels = shape.channels_per_group();
    for (std::size_t i = 0; i < dense.size(); ++i) {
      const std::size_t channel = i / positions % channels;
      const std::size_t vector =
          result.index(i / positions / channels, channel / length, i % positions);
      result.vector(vector)[channel % length] = dense[i];
    }
    result.scales = of_vectors;
    return result;
  }

  /// One product of vectors, if there is such a chunk and the tap meets the plane.
  void add(std::size_t b, std::size_t k, int y, int x, std::size_t chunk, std::size_t tap,
           cpp_int& sum, Exact& result) const {
    const auto number = [](std::size_t n) { return static_cast<int>(n); };
    const int in_y = y * number(shape.stride_y) +
                     number(tap / shape.filter_width * shape.dilation_y) - number(shape.pad_top);
    const int in_x = x * number(shape.stride_x) +
                     number(tap % shape.filter_width * shape.dilation_x) - number(shape.pad_left);
    if (chunk >= chunks() || in_y < 0 || in_y >= number(shape.height) || in_x < 0 ||
        in_x >= number(shape.width))
      return;
    const std::size_t group = k * shape.groups / shape.filters;
    const std::size_t position = static_cast<std::size_t>(in_y * number(shape.width) + in_x);
    cpp_int dot = 0;
    for (std::size_t c = chunk * length; c < (chunk + 1) * length && c < shape.channels_per_group();
         ++c) {
      const cpp_int w = weights[(k * shape.channels_per_group() + c) * taps() + tap];
      const std::size_t channel = group * shape.channels_per_group() + c;
      const cpp_int a = activations[(b * shape.channels + channel) * plane() + position];
      dot += w * a;
      if (w != 0 && a != 0) ++result.effectual_macs;
    }
    const cpp_int scale = scale_product(
        weight_scales[(k * chunks() + chunk) * taps() + tap],
        activation_scales[((b * shape.groups + group) * chunks() + chunk) * plane() + position]);
    if (scale == 0) ++result.zero_scale_products;
    const cpp_int uncut = sum + dot * scale;
    sum = saturate_exactly(uncut, arithmetic.accumulator_bits);
    if (sum != uncut) ++result.saturations;
  }

  cpp_int scale_product(const cpp_int& w, const cpp_int& a) const {
    const unsigned full = arithmetic.weights.scale_bits + arithmetic.activations.scale_bits;
    const unsigned rounded = arithmetic.scale_product_bits;
    if (rounded == 0 || rounded >= full) return w * a;
    const cpp_rational exact(w * a, cpp_int(1) << (full - rounded));
    return clip(floor_of(exact + cpp_rational(1, 2)), 0, (cpp_int(1) << rounded) - 1);
  }
};

}  // namespace gossamer::test
