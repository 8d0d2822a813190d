// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace gossamer::numerics {

/// bfloat16 as a bit pattern: the upper half of a binary32.
using Bf16Bits = std::uint16_t;

/// Exact.
float bf16_to_float(Bf16Bits bits);

/// Rounds to nearest, halves to even, subnormals included; beyond the largest finite number is
/// infinity. A NaN becomes quiet and keeps its sign and the upper seven bits of its payload.
Bf16Bits float_to_bf16(float value);

}  // namespace gossamer::numerics
