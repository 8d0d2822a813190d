// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "arch/slot_counts.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// What a multiplier did in a cycle.
enum class Slot {
  useful,        ///< multiplied two non-zeros
  zero_operand,  ///< had an operand that is zero, in the matrix or at the border of the plane
  tile_padding,  ///< had operands outside of the matrices: they do not fill the tiles
  issue,         ///< waited for the next instruction: least interval, loop of the warp
  latency,       ///< waited for sums that the next instruction adds to
  shared_wait,   ///< waited for fragments from shared memory
  memory_wait,   ///< waited for a slab from L2 or DRAM
  fill,          ///< waited for the first operands of the layer
  epilogue,      ///< had no block while outputs of an earlier one left the SM
  no_block,      ///< had no block any more, or never one
};

inline constexpr std::array<std::string_view, 10> slot_names{
    "useful",      "zero_operand", "tile_padding", "issue",    "latency",
    "shared_wait", "memory_wait",  "fill",         "epilogue", "no_block"};

using SlotCounts = arch::SlotCounts<Slot, slot_names.size()>;

}  // namespace gossamer::arch::sparse_tensor_core
