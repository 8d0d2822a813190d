// SPDX-License-Identifier: Apache-2.0
#include "tensor/quantize/quantiser.hpp"

#include <array>
#include <cmath>

#include "tensor/quantize/row_quantiser.hpp"
#include "tensor/quantize/vector_rows.hpp"

namespace gossamer::tensor::quantize {

namespace {

using numerics::vsq::ScaleOrder;
using numerics::vsq::Vectors;

std::vector<float> vector_maxima(const Operand& x, std::size_t length, bool is_signed) {
  std::vector<float> maxima;
  maxima.reserve(x.outer * ((x.channels + length - 1) / length) * x.positions);
  for_each_vector(x, length, [&](std::size_t, const float* row) {
    maxima.push_back(largest_of(row, row_width(length), is_signed));
  });
  return maxima;
}

/// A part of an operand with one clipping limit, and the largest magnitudes of its vectors, none
/// above the limit.
struct Region {
  Operand x;
  float limit;
  std::vector<float> maxima;

  Region(const Operand& part, const Scheme& scheme)
      : x{part},
        maxima{vector_maxima(part, scheme.vector_length, scheme.format.element.is_signed)} {
    const float largest = maxima.empty() ? 0 : *std::max_element(maxima.begin(), maxima.end());
    limit = clipping_limit(part, largest, scheme.clipping, scheme.format.element);
    for (float& maximum : maxima) maximum = std::min(maximum, limit);
  }
};

/// The double nearest to a quotient of a scale lies on the same side of every half as the quotient.
std::uint32_t round_half_up(double value) {
  const double uncut = value + 0.5;
  return static_cast<std::uint32_t>(uncut);
}

/// Calls quantise_region(region, number of its first vector) for each region in turn.
template <class QuantiseRegion>
void for_each_region(const Operand& x, const Scheme& scheme, QuantiseRegion quantise_region) {
  const std::size_t outer = scheme.granularity == Granularity::outer ? 1 : x.outer;
  std::size_t first_vector = 0;
  for (std::size_t o = 0; o < x.outer; o += outer) {
    const Region region(x.part(o, outer), scheme);
    quantise_region(region, first_vector);
    first_vector += region.maxima.size();
  }
}

Vectors vectors_for(const Operand& x, std::size_t length) {
  return {x.outer, (x.channels + length - 1) / length, x.positions, length};
}

}  // namespace

Quantised quantise(const Operand& x, const Scheme& scheme) {
  const double highest = scheme.format.element.highest();
  const double highest_scale = scheme.format.highest_scale();
  const bool has_scales = scheme.format.has_scales();
  const bool elements_first = has_scales && scheme.order == ScaleOrder::elements_first;
  Quantised result{vectors_for(x, scheme.vector_length), {}, {}};
  RowQuantiser rows(scheme.format.element, scheme.vector_length);
  for_each_region(x, scheme, [&](const Region& region, std::size_t first_vector) {
    const double limit = region.limit;
    const double gamma = limit / (highest * highest_scale);
    result.gamma.push_back(gamma);
    for_each_vector(region.x, scheme.vector_length, [&](std::size_t i, const float* row) {
      const double largest = region.maxima[i];
      const std::uint32_t scale = limit == 0   ? 0
                                  : has_scales ? round_half_up(largest * highest_scale / limit)
                                               : 1;
      if (has_scales) result.vectors.scales[first_vector + i] = static_cast<std::uint16_t>(scale);
      if (largest == 0) ++result.losses.zero_vectors;
      if (largest != 0 && scale == 0) ++result.losses.dead_vectors;
      if (scale == 0) return rows.drop(row);
      const Quotient quotient = elements_first ? Quotient{highest, largest}
                                               : Quotient{highest * highest_scale, scale * limit};
      rows.quantise(row, quotient, gamma * scale, result.vectors.vector(first_vector + i));
    });
  });
  result.losses.clipped_elements = rows.clipped();
  result.losses.noise = rows.noise();
  return result;
}

SingleLevel quantise_single_level(const Operand& x, const Scheme& scheme) {
  const double highest = scheme.format.element.highest();
  SingleLevel result{vectors_for(x, scheme.vector_length), {}, {}};
  result.scales.reserve(result.vectors.scales.size());
  RowQuantiser rows(scheme.format.element, scheme.vector_length);
  for_each_region(x, scheme, [&](const Region& region, std::size_t first_vector) {
    for_each_vector(region.x, scheme.vector_length, [&](std::size_t i, const float* row) {
      const double largest = region.maxima[i];
      result.scales.push_back(largest / highest);
      if (largest != 0)
        return rows.quantise(row, {highest, largest}, largest / highest,
                             result.vectors.vector(first_vector + i));
      ++result.losses.zero_vectors;
      rows.drop(row);
    });
  });
  result.losses.clipped_elements = rows.clipped();
  result.losses.noise = rows.noise();
  return result;
}

std::vector<double> dequantise(const Quantised& quantised, std::size_t channels) {
  const Vectors& v = quantised.vectors;
  std::vector<double> result(v.outer * channels * v.positions);
  for (std::size_t o = 0; o < v.outer; ++o)
    for (std::size_t c = 0; c < channels; ++c)
      for (std::size_t p = 0; p < v.positions; ++p) {
        const std::size_t number = v.index(o, c / v.length, p);
        result[(o * channels + c) * v.positions + p] =
            quantised.gamma_of(o) * v.scales[number] * v.vector(number)[c % v.length];
      }
  return result;
}

}  // namespace gossamer::tensor::quantize
