// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace gossamer::numerics::vsq {

/// Integer codes of an operand. Signed codes use the narrow range -(2^(bits-1) - 1) to
/// 2^(bits-1) - 1, unsigned ones 0 to 2^bits - 1 (Dai et al., "VS-Quant", MLSys 2021, as
/// recalled). 2 to 8 bits; 16 for a baseline, signed only, so that every code fits int16.
struct ElementFormat {
  unsigned bits = 8;
  bool is_signed = true;

  constexpr std::int32_t highest() const {
    return (std::int32_t{1} << (is_signed ? bits - 1 : bits)) - 1;
  }
  constexpr std::int32_t lowest() const { return is_signed ? -highest() : 0; }
};

/// How an operand is stored: its elements, and one unsigned scale of `scale_bits` bits for each
/// vector of them. Without per-vector scales (`scale_bits` 0) every scale is 1.
struct OperandFormat {
  ElementFormat element;
  unsigned scale_bits = 0;  ///< 3 to 10, or 0

  constexpr bool has_scales() const { return scale_bits > 0; }
  constexpr std::uint32_t highest_scale() const {
    return has_scales() ? (std::uint32_t{1} << scale_bits) - 1 : 1;
  }
  /// Of a stored vector with its scale.
  constexpr std::size_t vector_bits(std::size_t length) const {
    return length * element.bits + scale_bits;
  }
};

}  // namespace gossamer::numerics::vsq
