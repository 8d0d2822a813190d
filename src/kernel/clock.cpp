// SPDX-License-Identifier: Apache-2.0
#include "kernel/clock.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "kernel/module.hpp"

namespace gossamer::kernel {

Clock::Clock(const sc_core::sc_time& period, std::uint64_t order_seed)
    : sc_prim_channel{"clock"}, period_{period} {
  if (order_seed != 0) order_.emplace(order_seed, "module order");
}

void Clock::schedule(Module& module, core::Edge edge) {
  if (module.appointment_ && *module.appointment_ <= edge) return;
  module.appointment_ = edge;
  auto place = buckets_.end();
  while (place != buckets_.begin() && std::prev(place)->edge < edge) --place;
  if (place != buckets_.begin() && std::prev(place)->edge == edge) {
    std::prev(place)->modules.push_back(&module);
  } else {
    if (empty_.empty()) empty_.emplace_back();
    place = buckets_.insert(place, {edge, std::move(empty_.back())});
    empty_.pop_back();
    place->modules.push_back(&module);
  }
  request_update();
}

core::Edge Clock::edge_not_before(const sc_core::sc_time& time) const {
  const std::uint64_t period = period_.value();
  return core::Edge{(time.value() + period - 1) / period};
}

void Clock::update() {
  if (stopped_ || buckets_.empty()) return;
  tick_.notify(time_of(buckets_.back().edge) - sc_core::sc_time_stamp());
}

void Clock::tick() {
  now_ = edge_not_before(sc_core::sc_time_stamp());
  due_.clear();
  while (!buckets_.empty() && buckets_.back().edge <= now_) {
    Bucket& bucket = buckets_.back();
    for (Module* module : bucket.modules) {
      if (module->appointment_ != bucket.edge) continue;  // replaced by an earlier one
      module->appointment_.reset();
      due_.push_back(module);
    }
    bucket.modules.clear();
    empty_.push_back(std::move(bucket.modules));
    buckets_.pop_back();
  }
  // In the order of their construction, unless shuffled.
  std::sort(due_.begin(), due_.end(),
            [](const Module* a, const Module* b) { return a->index() < b->index(); });
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
