// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "numerics/mma/accumulation.hpp"

namespace gossamer::numerics::mma {

/// sum * 2^(exponent - F), normalised once and rounded: toward zero to binary32, infinity from
/// 2^128 on; to nearest even to binary16. A sum of zero is +0; one that rounds to zero keeps its
/// sign.
float rounded_sum(std::int64_t sum, int exponent, const FusedAdd& arithmetic);

}  // namespace gossamer::numerics::mma
