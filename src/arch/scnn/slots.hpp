// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "arch/slot_counts.hpp"
#include "core/slot_reason.hpp"

namespace gossamer::arch::scnn {

/// What a multiplier did in a cycle; slot_reasons says what each means.
enum class Slot {
  useful,
  outside_plane,
  placeholder,
  zero_operand,
  partial_vector,
  no_tile,
  bank_queue_stall,
  weight_starvation,
  activation_starvation,
  barrier,
  fill,
  drain,
  halo,
  output_write,
};

/// The same, with their names, in the same order.
inline constexpr std::array<core::SlotReason, 14> slot_reasons{{
    {"useful", core::SlotClass::useful, "of useful products",
     "Multiplied two non-zeros whose product belongs to the output plane."},
    {"outside_plane", core::SlotClass::wasted, "on products outside of the plane",
     "Multiplied two non-zeros whose product falls outside of the output plane and is dropped."},
    {"placeholder", core::SlotClass::wasted, "on placeholders of the compressed form",
     "Had a placeholder of the compressed form as an operand."},
    {"zero_operand", core::SlotClass::wasted, "on zeros",
     "Multiplied a zero that a one-sided machine does not skip."},
    {"partial_vector", core::SlotClass::empty, "in vectors that are not full",
     "Had no operand: the vector of activations or weights was not full."},
    {"no_tile", core::SlotClass::empty, "in PEs without a tile",
     "Its PE has no part of the input plane."},
    {"bank_queue_stall", core::SlotClass::waiting, "for accumulator banks",
     "Waited for room in front of an accumulator bank."},
    {"weight_starvation", core::SlotClass::waiting, "for weights", "Waited for weights."},
    {"activation_starvation", core::SlotClass::waiting, "for inputs",
     "Waited for inputs from DRAM, or for the input memory."},
    {"barrier", core::SlotClass::uneven, "behind slower PEs",
     "Waited for other PEs at the end of a step, and for the start of the next step."},
    {"fill", core::SlotClass::waiting, "for the first weights",
     "Waited for the first weights of the layer."},
    {"drain", core::SlotClass::waiting, "for the pipeline to empty",
     "Waited for the pipeline, the bank queues or the post-processing to empty."},
    {"halo", core::SlotClass::waiting, "for sums of neighbours",
     "Waited for sums to travel between PEs."},
    {"output_write", core::SlotClass::waiting, "for outputs to leave",
     "Waited for outputs to leave for DRAM."},
}};
inline constexpr auto slot_names = core::slot_names(slot_reasons);

using SlotCounts = arch::SlotCounts<Slot, slot_names.size()>;

}  // namespace gossamer::arch::scnn
