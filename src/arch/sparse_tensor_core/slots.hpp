// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "arch/slot_counts.hpp"
#include "core/slot_reason.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// What a multiplier did in a cycle; slot_reasons says what each means.
enum class Slot {
  useful,
  zero_operand,
  tile_padding,
  issue,
  latency,
  shared_wait,
  memory_wait,
  fill,
  epilogue,
  no_block,
};

/// The same, with their names, in the same order.
inline constexpr std::array<core::SlotReason, 10> slot_reasons{{
    {"useful", core::SlotClass::useful, "of useful products", "Multiplied two non-zeros."},
    {"zero_operand", core::SlotClass::wasted, "on zeros",
     "Had an operand that is zero, in the matrix or at the border of the plane."},
    {"tile_padding", core::SlotClass::wasted, "on the padding of tiles",
     "Had operands outside of the matrices, which do not fill the tiles."},
    {"issue", core::SlotClass::waiting, "to issue",
     "Waited for the next instruction: least interval between two, or the loop of the warp."},
    {"latency", core::SlotClass::waiting, "for earlier sums",
     "Waited for sums that the next instruction adds to."},
    {"shared_wait", core::SlotClass::waiting, "for shared memory",
     "Waited for fragments from shared memory."},
    {"memory_wait", core::SlotClass::waiting, "for operands from L2 or DRAM",
     "Waited for a slab from L2 or DRAM."},
    {"fill", core::SlotClass::waiting, "for the first operands",
     "Waited for the first operands of the layer."},
    {"epilogue", core::SlotClass::waiting, "for outputs to leave",
     "Had no block while outputs of an earlier one left the SM."},
    {"no_block", core::SlotClass::uneven, "in SMs without a block",
     "Had no block any more, or never one."},
}};
inline constexpr auto slot_names = core::slot_names(slot_reasons);

using SlotCounts = arch::SlotCounts<Slot, slot_names.size()>;

}  // namespace gossamer::arch::sparse_tensor_core
