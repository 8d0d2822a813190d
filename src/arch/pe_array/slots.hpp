// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "arch/slot_counts.hpp"
#include "core/slot_reason.hpp"

namespace gossamer::arch::pe_array {

/// What a multiplier did in a cycle; slot_reasons says what each means.
enum class Slot {
  useful,
  zero_operand,
  padding,
  partial_vector,
  idle_lane,
  extra_pass,
  no_work,
  fill,
  weight_wait,
  input_wait,
  output_wait,
  finished,
};

/// The same, with their names, in the same order.
inline constexpr std::array<core::SlotReason, 12> slot_reasons{{
    {"useful", core::SlotClass::useful, "of useful products", "Multiplied two non-zeros."},
    {"zero_operand", core::SlotClass::wasted, "on zeros", "Had a weight or an input that is zero."},
    {"padding", core::SlotClass::wasted, "on padding", "Had an input outside of the plane."},
    {"partial_vector", core::SlotClass::empty, "in vectors that are not full",
     "Had no operands: the reduction dimension does not fill the vector."},
    {"idle_lane", core::SlotClass::empty, "in lanes without a channel",
     "Its lane has no output channel."},
    {"extra_pass", core::SlotClass::wasted, "on further passes of wide operands",
     "Made a further pass over operands wider than the multiplier."},
    {"no_work", core::SlotClass::empty, "in PEs without work",
     "Its PE has no step in the whole layer."},
    {"fill", core::SlotClass::waiting, "for the first operands",
     "Waited for the first operands of the layer."},
    {"weight_wait", core::SlotClass::waiting, "for weights", "Waited for weights."},
    {"input_wait", core::SlotClass::waiting, "for inputs", "Waited for inputs."},
    {"output_wait", core::SlotClass::waiting, "for the accumulation buffer",
     "Waited for room in the accumulation buffer."},
    {"finished", core::SlotClass::uneven, "in PEs that were done early",
     "Its PE was done before the layer was."},
}};
inline constexpr auto slot_names = core::slot_names(slot_reasons);

using SlotCounts = arch::SlotCounts<Slot, slot_names.size()>;

}  // namespace gossamer::arch::pe_array
