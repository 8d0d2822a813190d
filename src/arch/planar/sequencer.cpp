// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/sequencer.hpp"

#include <fmt/format.h>

#include "kernel/simulation.hpp"

namespace gossamer::arch::planar {

using core::Activity;
using core::Cycles;
using core::Edge;

Sequencer::Sequencer(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                     const Work& work, const StepBarriers& barriers,
                     kernel::BroadcastChannel<StepStart>& out_starts)
    : Module{name, simulation}, work_{work}, barriers_{barriers}, out_starts_{out_starts} {
  barriers_.pes.connect_consumer(*this);
  barriers_.halos.connect_consumer(*this);
  barriers_.drained.connect_consumer(*this);
  out_starts_.connect_producer(*this);
}

std::string Sequencer::state() const {
  return fmt::format("waits to start step {} of {}", next_, work_.steps);
}

void Sequencer::note_drained() {
  if (drained_ + 2 != next_ || !barriers_.halos.complete(now()) ||
      !barriers_.drained.complete(now())) {
    return;
  }
  halos_done_ = barriers_.halos.last();
  drained_at_ = barriers_.drained.last();
  barriers_.halos.reset();
  barriers_.drained.reset();
  if (work_.writes_outputs) out_drained.push(drained_);
  ++drained_;
}

void Sequencer::note_written() {
  while (work_.writes_outputs && in_written.can_pop()) {
    in_written.pop();
    ++written_;
    written_at_ = now();
  }
}

// Step n starts when the PEs report step n - 1 and the post-processing units step n - 2; the units
// then drain step n - 1 into the output memories.
bool Sequencer::may_start() const {
  Edge room{};
  if (!out_starts_.room(room) || room > now()) return false;
  if (next_ > 0 && next_ <= work_.steps && !barriers_.pes.complete(now())) return false;
  if (drained_ + 1 < next_) return false;
  if (!work_.writes_outputs || next_ == 0) return true;
  if (next_ > work_.steps) return written_ == work_.steps;
  return next_ - 1 - written_ < work_.unwritten_steps;
}

void Sequencer::start() {
  StepStart message{next_, next_<work_.steps, next_> work_.steps};
  if (next_ > 0 && next_ <= work_.steps) {
    message.pes_done = barriers_.pes.last();
    barriers_.pes.reset();
  }
  message.halos_done = halos_done_;
  message.drained = drained_at_;
  message.written = written_at_;
  out_starts_.push(message, now());
  ended_ = message.end_of_layer;
  ++next_;
}

Activity Sequencer::step() {
  if (ended_) {
    const Edge heard = out_starts_.visible_from(out_starts_.pushed() - 1);
    if (now() >= heard) simulation().finish(now());
    sleep_until(heard);
    return Activity::idle;
  }
  note_drained();
  note_written();
  if (!may_start()) {
    sleep();
    return Activity::wait_input;
  }
  start();
  return Activity::busy;
}

}  // namespace gossamer::arch::planar
