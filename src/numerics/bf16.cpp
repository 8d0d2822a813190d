// SPDX-License-Identifier: Apache-2.0
#include "numerics/bf16.hpp"

#include "numerics/floating_point.hpp"

namespace gossamer::numerics {

float bf16_to_float(Bf16Bits bits) {
  return bits_float(std::uint32_t{bits} << 16);
}

Bf16Bits float_to_bf16(float value) {
  const std::uint32_t bits = float_bits(value);
  const bool is_nan = (bits & 0x7FFFFFFFu) > 0x7F800000u;
  return static_cast<Bf16Bits>(is_nan ? bits >> 16 | 0x0040u : round_off_bits(bits, 16));
}

}  // namespace gossamer::numerics
