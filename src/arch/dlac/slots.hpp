// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "arch/slot_counts.hpp"
#include "core/slot_reason.hpp"

namespace gossamer::arch::dlac {

/// What an adder did in a cycle; slot_reasons says what each means.
enum class Slot {
  useful,
  zero_operand,
  padding,
  empty_window,
  issue_gap,
  stream_wait,
  imbalance,
  idle_row,
  idle_col,
  fill,
  start,
  weight_wait,
  input_wait,
  drain_wait,
  finished,
  other_datapath,
};

/// The same, with their names, in the same order.
inline constexpr std::array<core::SlotReason, 16> slot_reasons{{
    {"useful", core::SlotClass::useful, "of useful additions", "Added a pair of two non-zeros."},
    {"zero_operand", core::SlotClass::wasted, "on zeros",
     "Was given a pair with a zero that the machine does not skip."},
    {"padding", core::SlotClass::wasted, "on padding",
     "Was given an activation outside of the plane (dense)."},
    {"empty_window", core::SlotClass::wasted, "on windows with nothing to add",
     "Its window had nothing to issue, which takes an edge all the same."},
    {"issue_gap", core::SlotClass::empty, "in windows with few pairs left",
     "The window had fewer pairs left than are issued in an edge."},
    {"stream_wait", core::SlotClass::uneven, "behind slower PEs of the stream",
     "Waited for a window that a slower PE held up."},
    {"imbalance", core::SlotClass::uneven, "in PEs that were done with a tile early",
     "Was done with the tile before the slowest PE."},
    {"idle_row", core::SlotClass::empty, "in rows without a pixel", "Its row has no output pixel."},
    {"idle_col", core::SlotClass::empty, "in columns without a channel",
     "Its column has no output channel."},
    {"fill", core::SlotClass::waiting, "for the first windows of tiles",
     "First windows of a tile were under way."},
    {"start", core::SlotClass::waiting, "for the first operands",
     "Waited for the first operands of the layer."},
    {"weight_wait", core::SlotClass::waiting, "for weights", "Waited for weights."},
    {"input_wait", core::SlotClass::waiting, "for inputs", "Waited for inputs."},
    {"drain_wait", core::SlotClass::waiting, "for the drain",
     "Both sets of accumulators were full."},
    {"finished", core::SlotClass::uneven, "in PEs that were done early",
     "Was done before the layer was."},
    {"other_datapath", core::SlotClass::empty, "on the other datapath",
     "The layer runs on the other datapath.", true},
}};
inline constexpr auto slot_names = core::slot_names(slot_reasons);

using SlotCounts = arch::SlotCounts<Slot, slot_names.size()>;

}  // namespace gossamer::arch::dlac
