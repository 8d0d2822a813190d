// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <systemc>
#include <vector>

#include "core/cycles.hpp"
#include "core/random.hpp"

namespace gossamer::kernel {

class Module;

/// The clock of a simulation: wakes each module at the edges it asked for, all modules of an edge
/// in one delta cycle. Edges that nobody asked for cost nothing.
class Clock : public sc_core::sc_prim_channel {
 public:
  /// `period` is the time between edges; `order_seed` other than 0 shuffles the modules of each
  /// edge.
  Clock(const sc_core::sc_time& period, std::uint64_t order_seed);

  /// The edge the kernel is at.
  core::Edge now() const { return now_; }

  /// Gives `module` a step at `edge`, which must be later than now() once the simulation runs. A
  /// module has one appointment: an earlier edge replaces it, a later one is ignored.
  void schedule(Module& module, core::Edge edge);

  /// Called by each module after its step: the kernel goes on to the next edge asked for.
  void stepped() { request_update(); }
  /// The kernel is not asked to go to another edge.
  void stop() { stopped_ = true; }

  sc_core::sc_time time_of(core::Edge edge) const {
    return sc_core::sc_time::from_value(period_.value() * edge.number());
  }
  /// The first edge that is not before `time`.
  core::Edge edge_not_before(const sc_core::sc_time& time) const;

 private:
  struct Bucket {
    core::Edge edge;
    std::vector<Module*> modules;  // may hold outdated appointments
  };

  void update() override;
  void tick();

  sc_core::sc_time period_;
  core::Edge now_{};
  sc_core::sc_event tick_{"tick"};
  std::vector<Bucket> buckets_;              // of the edges asked for, the earliest last
  std::vector<std::vector<Module*>> empty_;  // memory of buckets that are done
  std::vector<Module*> due_;
  bool stopped_ = false;
  std::optional<core::RandomStream> order_;

  friend class ClockProcess;
};

/// The SystemC process behind a Clock.
class ClockProcess : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(ClockProcess);
  ClockProcess(const sc_core::sc_module_name& name, Clock& clock);

 private:
  void tick() { clock_.tick(); }
  Clock& clock_;
};

}  // namespace gossamer::kernel
