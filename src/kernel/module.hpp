// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <systemc>
#include <vector>

#include "core/activity.hpp"
#include "core/cycles.hpp"

namespace gossamer::kernel {

class ActivityRecord;
class Clock;
class Simulation;

/// A piece of hardware that does one clock edge at a time. What an edge was spent on is booked
/// here, so that no edge can be lost: the activities of a module sum to the cycles of the run.
class Module : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Module);
  Module(const sc_core::sc_module_name& name, Simulation& simulation);

  /// Edges by what they were spent on. Complete once the simulation has run.
  const core::ActivityCounts& activity() const { return activity_; }
  /// Edges that were done in bursts, out of all.
  core::Cycles burst_edges() const { return burst_edges_; }

  /// One line on what the module is doing, for the dump of a deadlock.
  virtual std::string state() const = 0;

  /// Something changed that the module can see from `edge` on: it will not sleep through that edge.
  void wake(core::Edge edge);

  /// The edge the module is at. Ahead of the clock inside a burst.
  core::Edge now() const { return now_; }

  /// Position in the order of construction.
  std::uint32_t index() const { return index_; }

 protected:
  /// Does the edge now() and says what it was spent on. May spend() first, may sleep().
  virtual core::Activity step() = 0;

  /// Edges the module slept through, after they were booked as the activity it fell asleep with.
  virtual void slept(core::Cycles edges) { static_cast<void>(edges); }

  /// Within step(): does `edges` edges at once and moves now() behind them (a burst). Only for
  /// edges that nothing outside can change; never where burst_limit() is 0, as with --single-step.
  void spend(core::Activity what, core::Cycles edges) {
    assert(edges <= burst_limit_ && "a burst under --single-step");
    activity_.add(what, edges);
    burst_edges_ += edges;
    if (record_ != nullptr) record(what, now_, edges);
    now_ = now_ + edges;
  }

  /// Further edges that this step may spend(): without bound, or 0 for one edge a step.
  core::Cycles burst_limit() const { return burst_limit_; }

  /// In the constructor of a module whose bursts tell how many edges went to what, but not in which
  /// order: it does one edge a step up to the last one that is recorded.
  void step_singly_if_recorded() {
    if (record_ == nullptr) return;
    burst_limit_ = core::Cycles{0};
    steps_singly_ = true;
  }

  /// Within step(): every edge after this one will be spent alike until a channel wakes the module.
  void sleep() { wants_sleep_ = true; }

  /// The same, and at `edge` without being woken.
  void sleep_until(core::Edge edge);

  Simulation& simulation() { return simulation_; }

 private:
  friend class Burst;
  friend class Clock;
  friend class Simulation;

  void record(core::Activity what, core::Edge at, core::Cycles edges);
  void run();
  void trigger() { edge_event_.notify(sc_core::SC_ZERO_TIME); }
  void settle();
  void burst_behind_record();
  void book_sleep_until(core::Edge edge);
  void close_books(core::Edge end);

  Simulation& simulation_;
  Clock& clock_;
  core::Cycles burst_limit_;
  std::uint32_t index_;
  ActivityRecord* const record_;  // null if nothing is recorded
  sc_core::sc_event edge_event_{"edge"};
  std::optional<core::Edge> appointment_;  // the clock's
  std::vector<core::Edge> wakes_;          // edges not to be slept through, ascending
  core::Edge now_{};
  core::Edge booked_until_{};  // first edge that no activity has been booked for
  bool asleep_ = false;
  bool wants_sleep_ = false;
  bool steps_singly_ = false;
  core::Activity last_ = core::Activity::idle;
  core::ActivityCounts activity_;
  core::Cycles burst_edges_{};
};

/// The edges of one step() that may be a burst: adds them up by what they were spent on and keeps
/// the last one back, which is what step() returns.
class Burst {
 public:
  explicit Burst(Module& module) : module_{module} {}

  /// The edge of the next action.
  core::Edge at() const { return module_.now() + pending_; }

  /// Edges the next action may take: without bound in a burst, one in all under --single-step.
  core::Cycles room() const {
    const core::Cycles limit = module_.burst_limit();
    return limit == core::Cycles{0} && empty() ? core::Cycles{1} : limit;
  }
  bool full() const { return room() == core::Cycles{0}; }
  bool empty() const { return pending_ == core::Cycles{0}; }

  /// `edges` edges go to `what`; at most room().
  void add(core::Activity what, core::Cycles edges) {
    assert(edges <= room() && "more edges than this step has");
    if (edges == core::Cycles{0}) return;
    if (what != what_ && !empty()) {
      module_.spend(what_, pending_);
      pending_ = core::Cycles{0};
    }
    what_ = what;
    pending_ += edges;
  }

  /// What the last edge was spent on; at least one edge must have been added.
  core::Activity end();

 private:
  Module& module_;
  core::Activity what_ = core::Activity::idle;
  core::Cycles pending_{};
};

}  // namespace gossamer::kernel
