// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "arch/slot_counts.hpp"
#include "core/slot_reason.hpp"

namespace gossamer::arch::dcnn {

/// What a multiplier did in a cycle; slot_reasons says what each means.
enum class Slot {
  useful,
  zero_operand,
  padding,
  partial_chunk,
  no_tile,
  weight_starvation,
  activation_starvation,
  barrier,
  fill,
  drain,
  output_write,
};

/// The same, with their names, in the same order.
inline constexpr std::array<core::SlotReason, 11> slot_reasons{{
    {"useful", core::SlotClass::useful, "of useful products", "Multiplied two non-zeros."},
    {"zero_operand", core::SlotClass::wasted, "on zeros", "Had an input or a weight that is zero."},
    {"padding", core::SlotClass::wasted, "on padding", "Had an input outside of the plane."},
    {"partial_chunk", core::SlotClass::empty, "in dot products that are not full",
     "Had no operands: fewer were left of the kernel than multipliers."},
    {"no_tile", core::SlotClass::empty, "in PEs without a tile",
     "Its PE has no part of the output plane."},
    {"weight_starvation", core::SlotClass::waiting, "for weights", "Waited for weights."},
    {"activation_starvation", core::SlotClass::waiting, "for inputs",
     "Waited for inputs from DRAM."},
    {"barrier", core::SlotClass::uneven, "behind slower PEs",
     "Waited for other PEs at the end of a step, and for the start of the next step."},
    {"fill", core::SlotClass::waiting, "for the first weights",
     "Waited for the first weights of the layer."},
    {"drain", core::SlotClass::waiting, "for the pipeline to empty",
     "Waited for the pipeline or the post-processing to empty."},
    {"output_write", core::SlotClass::waiting, "for outputs to leave",
     "Waited for outputs to leave for DRAM."},
}};
inline constexpr auto slot_names = core::slot_names(slot_reasons);

using SlotCounts = arch::SlotCounts<Slot, slot_names.size()>;

}  // namespace gossamer::arch::dcnn
