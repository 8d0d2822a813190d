// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "numerics/floating_point.hpp"

namespace gossamer::numerics {

/// What a tensor core multiplies when it is given a binary32 as tf32 (8 bits of exponent, 10 of
/// fraction): the low 13 bits are dropped (MMA-Sim, arXiv:2511.10909). A NaN whose payload stands
/// in those bits alone stays a NaN.
inline float truncate_to_tf32(float value) {
  const std::uint32_t bits = float_bits(value);
  const bool is_nan = (bits & 0x7FFFFFFFu) > 0x7F800000u;
  return bits_float((bits & 0xFFFFE000u) | (is_nan ? 0x00400000u : 0u));
}

}  // namespace gossamer::numerics
