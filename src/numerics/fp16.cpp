// SPDX-License-Identifier: Apache-2.0
#include "numerics/fp16.hpp"

#include "numerics/floating_point.hpp"

namespace gossamer::numerics {

float fp16_to_float(Fp16Bits bits) {
  const std::uint32_t sign = (bits & 0x8000u) << 16;
  const std::uint32_t exponent = bits >> 10 & 31u;
  const std::uint32_t fraction = bits & 1023u;
  if (exponent == 31) return bits_float(sign | 0x7F800000u | fraction << 13);
  if (exponent != 0) return bits_float(sign | (exponent + 112) << 23 | fraction << 13);
  const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
  return bits_float(sign | float_bits(magnitude));
}

Fp16Bits float_to_fp16(float value) {
  const std::uint32_t bits = float_bits(value);
  const std::uint32_t sign = bits >> 16 & 0x8000u;
  const std::uint32_t magnitude = bits & 0x7FFFFFFFu;
  constexpr std::uint32_t infinity = 0x7C00;
  constexpr std::uint32_t least_normal = 113;  // exponent field of 2^-14
  std::uint32_t rounded = infinity;
  if (magnitude > 0x7F800000u) {
    rounded = infinity | 0x0200u | (magnitude >> 13 & 0x03FFu);
  } else if (magnitude >> 23 < least_normal) {
    // A subnormal result is a multiple of 2^-24; nothing is left below half of that.
    const std::uint32_t exponent = magnitude >> 23;
    const std::uint32_t significand = (magnitude & 0x007FFFFFu) | 0x00800000u;
    rounded = exponent < 102 ? 0 : round_off_bits(significand, 126 - exponent);
  } else if (magnitude < 0x47800000u) {  // 2^16
    rounded = round_off_bits(magnitude - (112u << 23), 13);
  }
  return static_cast<Fp16Bits>(sign | rounded);
}

}  // namespace gossamer::numerics
