// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace gossamer::numerics {

/// IEEE 754 binary16 as a bit pattern: sign, 5 bits of exponent (bias 15), 10 of fraction.
using Fp16Bits = std::uint16_t;

/// Exact, subnormals, infinities and the payload of a NaN included.
float fp16_to_float(Fp16Bits bits);

/// Rounds to nearest, halves to even; beyond 65519.99... is infinity. A NaN becomes quiet and keeps
/// its sign and the upper ten bits of its payload.
Fp16Bits float_to_fp16(float value);

}  // namespace gossamer::numerics
