// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "arch/slot_counts.hpp"

namespace gossamer::arch::dlac {

/// What an adder did in a cycle.
enum class Slot {
  useful,          ///< added a pair of two non-zeros
  zero_operand,    ///< was given a pair with a zero that the machine does not skip
  padding,         ///< was given an activation outside of the plane (dense)
  empty_window,    ///< its window had nothing to issue, which takes an edge all the same
  issue_gap,       ///< the window had fewer pairs left than are issued in an edge
  stream_wait,     ///< waited for a window that a slower PE held up
  imbalance,       ///< was done with the tile before the slowest PE
  idle_row,        ///< its row has no output pixel
  idle_col,        ///< its column has no output channel
  fill,            ///< first windows of a tile were under way
  start,           ///< waited for the first operands of the layer
  weight_wait,     ///< waited for weights
  input_wait,      ///< waited for inputs
  drain_wait,      ///< both sets of accumulators were full
  finished,        ///< was done before the layer was
  other_datapath,  ///< the layer runs on the other datapath
};

inline constexpr std::array<std::string_view, 16> slot_names{
    "useful",     "zero_operand", "padding",  "empty_window",  "issue_gap", "stream_wait",
    "imbalance",  "idle_row",     "idle_col", "fill",          "start",     "weight_wait",
    "input_wait", "drain_wait",   "finished", "other_datapath"};

using SlotCounts = arch::SlotCounts<Slot, slot_names.size()>;

}  // namespace gossamer::arch::dlac
