// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace gossamer::numerics {

/// The lowest 24 bits, sign-extended: addition modulo 2^24 is associative, so no order of arrival
/// can change a sum.
constexpr std::int32_t wrap24(std::int64_t value) {
  const auto low = static_cast<std::uint32_t>(value) & 0xFFFFFFu;
  return static_cast<std::int32_t>(low ^ 0x800000u) - 0x800000;
}

/// floor(value / 2^shift): an arithmetic shift, which C++17 leaves to the implementation and every
/// x86-64 compiler does.
constexpr std::int32_t shift_right_floor(std::int32_t value, unsigned shift) {
  return value >> shift;
}

constexpr std::int16_t saturate_int16(std::int32_t value) {
  return static_cast<std::int16_t>(value > 32767 ? 32767 : value < -32768 ? -32768 : value);
}

/// The arithmetic of a 16-bit multiplier with a 24-bit accumulator and the drain behind it.
struct Int16Arithmetic {
  unsigned product_shift = 7;  ///< products are shifted right by this (floor) before they are added
  unsigned output_shift =
      8;  ///< sums are shifted right by this (floor) before they saturate to int16
  bool relu = false;
  std::int32_t subtract = 0;  ///< constant taken off the sum before ReLU

  constexpr std::int32_t product(std::int16_t a, std::int16_t w) const {
    return shift_right_floor(std::int32_t{a} * std::int32_t{w}, product_shift);
  }
  /// From a 24-bit sum (sign-extended) to the stored output.
  constexpr std::int16_t output(std::int32_t sum) const {
    std::int32_t value = sum - subtract;
    if (relu && value < 0) value = 0;
    return saturate_int16(shift_right_floor(value, output_shift));
  }
};

/// 7 + ceil(log2 n), n = most non-zero weights of a filter, at least 1: the shift at which sums of
/// full-width products cannot leave 24 bits. At most 31, the width of a product.
unsigned default_product_shift(std::uint64_t most_nonzero_weights_of_a_filter);

}  // namespace gossamer::numerics
