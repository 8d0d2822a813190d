// SPDX-License-Identifier: Apache-2.0
#include "numerics/fixed_point.hpp"

namespace gossamer::numerics {

unsigned default_product_shift(std::uint64_t most_nonzero_weights_of_a_filter) {
  unsigned shift = 7;
  while (shift < 31 && (std::uint64_t{1} << (shift - 7)) < most_nonzero_weights_of_a_filter)
    ++shift;
  return shift;
}

}  // namespace gossamer::numerics
