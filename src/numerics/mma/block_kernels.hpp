// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "numerics/mma/multiply_block.hpp"
#include "numerics/mma/rounded_sum.hpp"

namespace gossamer::numerics::mma {

/// One fused addition of a block: n products from `first` on, of the output in row i, column j.
struct FusedAddPlace {
  std::size_t i = 0;
  std::size_t j = 0;
  std::size_t first = 0;
  std::size_t n = 0;
};

/// The plain fused_multiply_add of that place, for values that kernels leave alone.
float fused_multiply_add_words(const FloatBlock& block, const FusedAddPlace& place, float c);

}  // namespace gossamer::numerics::mma
