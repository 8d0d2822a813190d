// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "arch/planar/messages.hpp"
#include "core/cycles.hpp"

namespace gossamer::arch::planar {

/// A machine's names for what a PE waits for between two steps.
template <class Slot>
struct WaitSlots {
  Slot fill;          ///< the first step's start
  Slot barrier;       ///< other PEs that compute; the start on its way
  Slot sums;          ///< sums that travel between PEs; with input halos none do
  Slot drain;         ///< post-processing
  Slot output_write;  ///< outputs on their way to DRAM
};

/// Divides the edges from `since`, when a PE was done with a step, to `now`, when it hears of the
/// next, by what happened meanwhile, in this order. `spend(slot, edges)` is called for each part.
template <class Slot, class Spend>
void divide_wait(const StepStart& start, core::Edge since, core::Edge now,
                 const WaitSlots<Slot>& slots, Spend spend) {
  const auto until = [&](core::Edge end, Slot slot) {
    end = std::min(end, now);
    if (end <= since) return;
    spend(slot, end - since);
    since = end;
  };
  if (start.step == 0) {
    until(now, slots.fill);
    return;
  }
  until(start.pes_done + core::Cycles{1}, slots.barrier);
  until(start.halos_done + core::Cycles{1}, slots.sums);
  until(start.drained + core::Cycles{1}, slots.drain);
  until(start.written, slots.output_write);
  until(now, slots.barrier);
}

}  // namespace gossamer::arch::planar
