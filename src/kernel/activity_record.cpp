// SPDX-License-Identifier: Apache-2.0
#include "kernel/activity_record.hpp"

#include <algorithm>
#include <utility>

#include "kernel/recorder.hpp"

namespace gossamer::kernel {

using core::Activity;
using core::TimeSlice;

ActivityRecord::ActivityRecord(Recorder& recorder, std::string name) : recorder_{recorder} {
  track_.name = std::move(name);
}

void ActivityRecord::add(Activity what, core::Edge at, core::Cycles edges) {
  std::uint64_t cycle = recorder_.cycle_of(at);
  const std::uint64_t end = cycle + edges.count();
  recorder_.reach(end);
  if (what == Activity::idle) return;
  // Each append() may leave fewer windows than there were.
  while ((cycle = recorder_.windows().first_held(cycle)) < end) {
    const std::uint64_t stop = std::min(end, recorder_.windows().end_of_window(cycle));
    append(what, cycle, stop);
    cycle = stop;
  }
}

bool ActivityRecord::is_behind(core::Edge at) const {
  return recorder_.cycle_of(at) >= recorder_.windows().to;
}

void ActivityRecord::append(Activity what, std::uint64_t begin, std::uint64_t end) {
  auto& slices = track_.slices;
  if (!slices.empty() && slices.back().end == begin && slices.back().what == what) {
    slices.back().end = end;
    return;
  }
  slices.push_back({begin, end, what});
  recorder_.charge_slice();
}

void ActivityRecord::keep(const core::TimeWindows& windows) {
  std::vector<TimeSlice> kept;
  for (const TimeSlice& slice : track_.slices) {
    std::uint64_t cycle = slice.begin;
    while ((cycle = windows.first_held(cycle)) < slice.end) {
      const std::uint64_t stop = std::min(slice.end, windows.end_of_window(cycle));
      kept.push_back({cycle, stop, slice.what});
      cycle = stop;
    }
  }
  track_.slices = std::move(kept);
}

void ActivityRecord::cut(std::uint64_t cycle) {
  auto& slices = track_.slices;
  while (!slices.empty() && slices.back().begin >= cycle) slices.pop_back();
  if (!slices.empty()) slices.back().end = std::min(slices.back().end, cycle);
}

}  // namespace gossamer::kernel
