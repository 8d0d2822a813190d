// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>

namespace gossamer::numerics {

/// The IEEE 754 binary32 pattern of a number.
inline std::uint32_t float_bits(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// The number of a binary32 pattern.
inline float bits_float(std::uint32_t bits) {
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// `pattern` without its low `count` bits, rounded to nearest, halves to even; the carry may run
/// into the exponent, as it should in an IEEE 754 pattern without sign. `count` in [1, 31].
constexpr std::uint32_t round_off_bits(std::uint32_t pattern, unsigned count) {
  const std::uint32_t even = pattern >> count & 1u;
  return (pattern + ((1u << (count - 1)) - 1) + even) >> count;
}

}  // namespace gossamer::numerics
