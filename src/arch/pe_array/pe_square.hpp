// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace gossamer::arch::pe_array {

/// Side of the smallest square in which so many PEs lie, in PEs.
constexpr std::uint64_t square_side(std::uint32_t pes) {
  std::uint64_t side = 1;
  while (side * side < pes) ++side;
  return side;
}

}  // namespace gossamer::arch::pe_array
