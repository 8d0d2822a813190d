// SPDX-License-Identifier: Apache-2.0
#include "numerics/mma/rounded_sum.hpp"

#include <algorithm>

#include "numerics/floating_point.hpp"
#include "numerics/fp16.hpp"

namespace gossamer::numerics::mma {

namespace {

constexpr std::uint32_t sign_bit = 0x80000000u;

/// The exponent of the leading one.
int leading_bit(std::uint64_t magnitude) {
  return 63 - __builtin_clzll(magnitude);
}

/// magnitude * 2^-shift toward zero; what is shifted left must fit.
std::uint64_t truncated(std::uint64_t magnitude, int shift) {
  if (shift >= 64) return 0;
  return shift >= 0 ? magnitude >> shift : magnitude << -shift;
}

/// The same to nearest, halves to even.
std::uint64_t to_nearest(std::uint64_t magnitude, int shift) {
  if (shift <= 0) return truncated(magnitude, shift);
  if (shift >= 64) return 0;
  const std::uint64_t quotient = magnitude >> shift;
  const std::uint64_t rest = magnitude - (quotient << shift);
  const std::uint64_t half = std::uint64_t{1} << (shift - 1);
  return quotient + (rest > half || (rest == half && quotient % 2 == 1) ? 1 : 0);
}

/// The binary32 pattern of magnitude * 2^unit.
std::uint32_t fp32_pattern(std::uint64_t magnitude, int unit) {
  const int exponent = leading_bit(magnitude) + unit;
  if (exponent > 127) return 0x7F800000u;
  const int least = std::max(exponent, -126) - 23;
  const auto significand = static_cast<std::uint32_t>(truncated(magnitude, least - unit));
  return exponent < -126
             ? significand
             : (static_cast<std::uint32_t>(exponent + 127) << 23) + significand - (1u << 23);
}

/// The binary16 pattern of magnitude * 2^unit; a carry runs into the exponent.
std::uint32_t fp16_pattern(std::uint64_t magnitude, int unit) {
  const int exponent = leading_bit(magnitude) + unit;
  constexpr std::uint32_t infinity = 0x7C00;
  if (exponent > 15) return infinity;
  const int least = std::max(exponent, -14) - 10;
  const auto significand = static_cast<std::uint32_t>(to_nearest(magnitude, least - unit));
  return exponent < -14
             ? significand
             : (static_cast<std::uint32_t>(exponent + 15) << 10) + significand - (1u << 10);
}

}  // namespace

float rounded_sum(std::int64_t sum, int exponent, const FusedAdd& arithmetic) {
  if (sum == 0) return 0;
  const std::uint32_t sign = sum < 0 ? sign_bit : 0;
  const std::uint64_t magnitude =
      sum < 0 ? -static_cast<std::uint64_t>(sum) : static_cast<std::uint64_t>(sum);
  const int unit = exponent - static_cast<int>(arithmetic.fraction_bits);
  if (arithmetic.output == OutputType::fp32)
    return bits_float(sign | fp32_pattern(magnitude, unit));
  return fp16_to_float(static_cast<Fp16Bits>(sign >> 16 | fp16_pattern(magnitude, unit)));
}

}  // namespace gossamer::numerics::mma
