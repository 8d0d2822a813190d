// SPDX-License-Identifier: Apache-2.0
#include "kernel/clock.hpp"

#include <algorithm>
#include <cassert>

#include "kernel/module.hpp"

namespace gossamer::kernel {

namespace {

// Modules of one edge are triggered in the order of their construction, unless shuffled; SystemC
// runs them in one fixed order that follows from it.
template <class Appointment>
bool later(const Appointment& a, const Appointment& b) {
  if (a.edge != b.edge) return a.edge > b.edge;
  return a.index > b.index;
}

}  // namespace

Clock::Clock(const sc_core::sc_time& period, std::uint64_t order_seed)
    : sc_prim_channel{"clock"}, period_{period} {
  if (order_seed != 0) order_.emplace(order_seed, "module order");
}

void Clock::schedule(Module& module, core::Edge edge) {
  if (module.appointment_ && *module.appointment_ <= edge) return;
  module.appointment_ = edge;
  heap_.push_back({edge, module.index(), &module});
  std::push_heap(heap_.begin(), heap_.end(), later<Appointment>);
  request_update();
}

core::Edge Clock::edge_not_before(const sc_core::sc_time& time) const {
  const std::uint64_t period = period_.value();
  return core::Edge{(time.value() + period - 1) / period};
}

void Clock::update() {
  if (stopped_ || heap_.empty()) return;
  const core::Edge next = heap_.front().edge;
  tick_.notify(time_of(next) - sc_core::sc_time_stamp());
}

void Clock::tick() {
  now_ = edge_not_before(sc_core::sc_time_stamp());
  due_.clear();
  while (!heap_.empty() && heap_.front().edge <= now_) {
    std::pop_heap(heap_.begin(), heap_.end(), later<Appointment>);
    const Appointment top = heap_.back();
    heap_.pop_back();
    if (top.module->appointment_ != top.edge) continue;  // replaced by an earlier one
    top.module->appointment_.reset();
    due_.push_back(top.module);
  }
  if (order_) {
    for (std::size_t i = due_.size(); i > 1; --i) std::swap(due_[i - 1], due_[order_->below(i)]);
  }
  for (Module* module : due_) module->trigger();
  // Otherwise the modules ask, after their steps: SystemC 2.3.4 never frees a notification that is
  // pending when the run ends, so none may be until it is known that the run goes on.
  if (due_.empty()) request_update();
}

ClockProcess::ClockProcess(const sc_core::sc_module_name& name, Clock& clock)
    : sc_module{name}, clock_{clock} {
  SC_METHOD(tick);
  sensitive << clock.tick_;
}

}  // namespace gossamer::kernel
