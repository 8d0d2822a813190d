// SPDX-License-Identifier: Apache-2.0
#include "numerics/vsq/post_processing.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <stdexcept>
#include <string>

namespace gossamer::numerics::vsq {

namespace {

constexpr std::int64_t highest_value = (std::int64_t{1} << (PostProcessing::value_bits - 1)) - 1;

constexpr std::int64_t saturate(std::int64_t value) {
  return value > highest_value        ? highest_value
         : value < -highest_value - 1 ? -highest_value - 1
                                      : value;
}

/// 64 bits suffice: |sum| <= 2^46 and a multiplier below 2^16 give a product below 2^62, and the
/// half that is added is at most 2^61.
std::int64_t rescaled(std::int64_t sum, Rescale by) {
  const std::int64_t product = sum * by.multiplier;
  const std::int64_t half = (std::int64_t{1} << by.shift) >> 1;
  const std::int64_t magnitude = ((product < 0 ? -product : product) + half) >> by.shift;
  return product < 0 ? -magnitude : magnitude;
}

/// Codes of |value| * factor / divisor, rounded to nearest, halves away from zero, and clipped.
///
/// That quotient is floor(A / divisor) of the integer A = |value| * factor + floor(divisor / 2),
/// and a multiplication by the rounded reciprocal gives it exactly: A < 2^40, so A + 1/2 is a
/// double; (A + 1/2) / divisor is at least 1 / (2 divisor) away from every integer; the reciprocal
/// and the product are off by a factor within 1 +- 2^-52 and a bit, so by less than 2^-11 /
/// divisor.
void divide(const std::int32_t* values, std::size_t count, std::uint32_t factor,
            std::uint32_t divisor, const ElementFormat& format, std::int16_t* codes) {
  const double reciprocal = 1.0 / divisor;
  const double multiplier = factor;
  const double half = (divisor >> 1) + 0.5;
  const std::int32_t highest = format.highest();
  const std::int32_t lowest = format.lowest();
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t sign = values[i] >> 31;
    const std::int32_t magnitude = (values[i] ^ sign) - sign;
    const auto quotient = static_cast<std::int32_t>((magnitude * multiplier + half) * reciprocal);
    const std::int32_t code = (std::min(quotient, highest) ^ sign) - sign;
    codes[i] = static_cast<std::int16_t>(std::max(code, lowest));
  }
}

std::uint32_t largest_magnitude(const std::int32_t* values, std::size_t count) {
  std::int32_t largest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t sign = values[i] >> 31;
    largest = std::max(largest, (values[i] ^ sign) - sign);
  }
  return static_cast<std::uint32_t>(largest);
}

}  // namespace

Rescale rescale_of(double factor) {
  if (!(factor >= 0))
    throw std::invalid_argument("a rescaling factor is a number of at least 0, not " +
                                std::to_string(factor));
  if (factor >= 65535.5) return {65535, 0};
  int exponent = 0;
  // ldexp, frexp and llround are exact.
  auto multiplier =
      static_cast<std::uint32_t>(std::llround(std::ldexp(std::frexp(factor, &exponent), 16)));
  if (multiplier == 0x10000) {
    multiplier = 0x8000;
    ++exponent;
  }
  const int shift = 16 - exponent;
  if (multiplier == 0 || shift > 62) return {0, 0};
  return {multiplier, static_cast<unsigned>(shift)};
}

std::int32_t PostProcessing::value(std::int64_t sum, std::size_t filter) const {
  assert(sum <= std::int64_t{1} << 46 && sum >= -(std::int64_t{1} << 46) && "a sum of 47 bits");
  std::int64_t value = rescaled(sum, rescale[filter]) - subtract;
  if (!bias.empty()) value += bias[filter];
  value = saturate(value);
  return static_cast<std::int32_t>(relu && value < 0 ? 0 : value);
}

std::uint16_t PostProcessing::quantise(const std::int32_t* values, std::size_t count,
                                       std::int16_t* codes) const {
  const std::uint32_t unit = std::uint32_t{1} << fraction_bits();
  if (!output.has_scales()) {
    divide(values, count, 1, unit, output.element, codes);
    return 1;
  }
  const std::uint32_t largest = largest_magnitude(values, count);
  assert(largest <= highest_value + 1 && "values of 24 bits");
  const auto highest = static_cast<std::uint32_t>(output.element.highest());
  const std::uint32_t one = highest * unit;
  const std::uint32_t scale = std::min((largest + (one >> 1)) / one, output.highest_scale());
  if (scale == 0)
    std::fill_n(codes, count, std::int16_t{0});
  else if (order == ScaleOrder::scale_first)
    divide(values, count, 1, scale * unit, output.element, codes);
  else
    divide(values, count, highest, largest, output.element, codes);
  return static_cast<std::uint16_t>(scale);
}

}  // namespace gossamer::numerics::vsq
