// SPDX-License-Identifier: Apache-2.0
#include "kernel/module.hpp"

#include <algorithm>
#include <cassert>
#include <exception>
#include <limits>

#include "core/work_share.hpp"
#include "kernel/activity_record.hpp"
#include "kernel/recorder.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::kernel {

using core::Activity;
using core::Cycles;
using core::Edge;

namespace {
constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max() / 4;

ActivityRecord* record_of(const Module& module, const Simulation& simulation) {
  Recorder* recorder = simulation.settings().recorder;
  return recorder == nullptr ? nullptr : recorder->module(module.name());
}

Cycles usual_burst_limit(const Simulation& simulation) {
  return Cycles{simulation.settings().single_step ? 0 : no_limit};
}

}  // namespace

Module::Module(const sc_core::sc_module_name& name, Simulation& simulation)
    : sc_module{name},
      simulation_{simulation},
      clock_{simulation.clock()},
      burst_limit_{usual_burst_limit(simulation)},
      index_{simulation.add(*this)},
      record_{record_of(*this, simulation)} {
  SC_METHOD(run);
  sensitive << edge_event_;
  dont_initialize();
  clock_.schedule(*this, Edge{0});
}

// Here, not in the header: the parts of a burst are inlined everywhere.
void Module::record(Activity what, Edge at, Cycles edges) {
  record_->add(what, at, edges);
}

void Module::wake(Edge edge) {
  if (appointment_ && !asleep_ && edge <= *appointment_) return;  // awake by then
  const auto place = std::lower_bound(wakes_.begin(), wakes_.end(), edge);
  if (place != wakes_.end() && *place == edge) return;
  wakes_.insert(place, edge);
  if (asleep_) clock_.schedule(*this, std::max(edge, booked_until_));
}

void Module::sleep_until(Edge edge) {
  wants_sleep_ = true;
  wake(std::max(edge, now_ + Cycles{1}));
}

void Module::run() {
  if (simulation_.failed()) return;
  try {
    appointment_.reset();
    asleep_ = false;
    wants_sleep_ = false;
    book_sleep_until(clock_.now());
    now_ = clock_.now();
    if (steps_singly_) burst_behind_record();
    {
      const core::WorkScope scope{core::Work::modules};
      last_ = step();
    }
    activity_.add(last_, Cycles{1});
    if (record_ != nullptr) record(last_, now_, Cycles{1});
    booked_until_ = now_ + Cycles{1};
    simulation_.progress(*this, last_);
    settle();
    clock_.stepped();
  } catch (...) {
    simulation_.fail(std::current_exception());
  }
}

void Module::burst_behind_record() {
  if (!record_->is_behind(now_)) return;
  steps_singly_ = false;
  burst_limit_ = usual_burst_limit(simulation_);
}

// Falls asleep until the next wake, or asks for the next edge.
void Module::settle() {
  asleep_ = wants_sleep_ && !simulation_.settings().single_step;
  // A module that is awake steps at booked_until_ anyway.
  const auto keep = asleep_ ? std::lower_bound(wakes_.begin(), wakes_.end(), booked_until_)
                            : std::upper_bound(wakes_.begin(), wakes_.end(), booked_until_);
  wakes_.erase(wakes_.begin(), keep);
  if (!asleep_) {
    clock_.schedule(*this, booked_until_);
  } else if (!wakes_.empty()) {
    clock_.schedule(*this, wakes_.front());
  }
}

void Module::book_sleep_until(Edge edge) {
  if (edge <= booked_until_) return;
  const Cycles edges = edge - booked_until_;
  activity_.add(last_, edges);
  if (record_ != nullptr) record(last_, booked_until_, edges);
  if (last_ == Activity::busy) simulation_.busy_until(edge);
  booked_until_ = edge;
  slept(edges);
}

void Module::close_books(Edge end) {
  assert(booked_until_ <= end && "a burst beyond the end of the run");
  book_sleep_until(end);
}

Activity Burst::end() {
  assert(!empty() && "a step takes at least one edge");
  if (pending_ > Cycles{1}) module_.spend(what_, pending_ - Cycles{1});
  return what_;
}

}  // namespace gossamer::kernel
