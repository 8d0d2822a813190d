// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "arch/slot_counts.hpp"

namespace gossamer::arch::pe_array {

/// What a multiplier did in a cycle.
enum class Slot {
  useful,          ///< multiplied two non-zeros
  zero_operand,    ///< had a weight or an input that is zero
  padding,         ///< had an input outside of the plane
  partial_vector,  ///< had no operands: the reduction dimension does not fill the vector
  idle_lane,       ///< its lane has no output channel
  extra_pass,      ///< a further pass over operands wider than the multiplier
  no_work,         ///< its PE has no step in the whole layer
  fill,            ///< waited for the first operands of the layer
  weight_wait,     ///< waited for weights
  input_wait,      ///< waited for inputs
  output_wait,     ///< waited for room in the accumulation buffer
  finished,        ///< its PE was done before the layer was
};

inline constexpr std::array<std::string_view, 12> slot_names{
    "useful",  "zero_operand", "padding",     "partial_vector", "idle_lane",   "extra_pass",
    "no_work", "fill",         "weight_wait", "input_wait",     "output_wait", "finished"};

using SlotCounts = arch::SlotCounts<Slot, slot_names.size()>;

}  // namespace gossamer::arch::pe_array
