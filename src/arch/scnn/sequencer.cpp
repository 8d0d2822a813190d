// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/sequencer.hpp"

#include <fmt/format.h>

#include "kernel/simulation.hpp"

namespace gossamer::arch::scnn {

using core::Activity;
using core::Cycles;
using core::Edge;

Sequencer::Sequencer(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                     std::uint32_t groups, const GroupBarriers& barriers,
                     kernel::BroadcastChannel<GroupStart>& out_starts)
    : Module{name, simulation}, groups_{groups}, barriers_{barriers}, out_starts_{out_starts} {
  barriers_.pes.connect_consumer(*this);
  barriers_.halos.connect_consumer(*this);
  barriers_.drained.connect_consumer(*this);
  out_starts_.connect_producer(*this);
}

std::string Sequencer::state() const {
  return fmt::format("waits to start group {} of {}", next_, groups_);
}

// Group n starts when the PEs report group n - 1 and the post-processing units group n - 2.
bool Sequencer::may_start() const {
  Edge room{};
  if (!out_starts_.room(room) || room > now()) return false;
  const bool pes = next_ == 0 || next_ > groups_ || barriers_.pes.complete(now());
  const bool drained =
      next_ < 2 || (barriers_.halos.complete(now()) && barriers_.drained.complete(now()));
  return pes && drained;
}

void Sequencer::start() {
  GroupStart message{next_, next_<groups_, next_> groups_, {}, {}, {}};
  if (next_ > 0 && next_ <= groups_) {
    message.pes_done = barriers_.pes.last();
    barriers_.pes.reset();
  }
  if (next_ >= 2) {
    message.halos_done = barriers_.halos.last();
    message.drained = barriers_.drained.last();
    barriers_.halos.reset();
    barriers_.drained.reset();
  }
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
  if (!may_start()) {
    sleep();
    return Activity::wait_input;
  }
  start();
  return Activity::busy;
}

}  // namespace gossamer::arch::scnn
