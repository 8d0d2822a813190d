// SPDX-License-Identifier: Apache-2.0
#include "kernel/level_record.hpp"

#include <algorithm>
#include <utility>

#include "kernel/recorder.hpp"

namespace gossamer::kernel {

using core::LevelChange;
using core::TimeWindows;

// What both windows of a pattern and those of a later one hold is stored alike, whichever came
// first: nothing is stored twice.
std::size_t RecordedLevel::store(std::uint64_t cycle, std::uint64_t level) {
  if (stored_level() == level) return 0;
  stored_.push_back({cycle, level});
  return 1;
}

// What changed outside the windows is seen at the start of the next one.
std::size_t RecordedLevel::store_at_next_window(const TimeWindows& windows, std::uint64_t before) {
  if (stored_level() == level_) return 0;
  const std::uint64_t start = windows.next_start(last_);
  return start < before ? store(start, level_) : 0;
}

std::size_t RecordedLevel::set(const TimeWindows& windows, std::uint64_t cycle,
                               std::uint64_t level) {
  if (level == level_) return 0;
  std::size_t added = store_at_next_window(windows, cycle);
  level_ = level;
  last_ = cycle;
  if (windows.holds(cycle)) added += store(cycle, level);
  return added;
}

void RecordedLevel::keep(const TimeWindows& windows) {
  RecordedLevel kept;
  for (const LevelChange& change : stored_) kept.set(windows, change.cycle, change.level);
  kept.set(windows, last_, level_);
  *this = std::move(kept);
}

void RecordedLevel::cut(const TimeWindows& windows, std::uint64_t cycle) {
  if (last_ < cycle) store_at_next_window(windows, cycle);
  while (!stored_.empty() && stored_.back().cycle >= cycle) stored_.pop_back();
  level_ = 0;
  last_ = cycle;
  if (windows.holds(cycle)) store(cycle, 0);
}

std::uint64_t LevelRecord::Pending::next() const {
  return changes.empty() ? TimeWindows::end_of_layer : changes.front().cycle;
}

/// How many came in that cycle, which is not behind next().
std::uint64_t LevelRecord::Pending::take(std::uint64_t cycle) {
  if (next() != cycle) return 0;
  const std::uint64_t count = changes.front().count;
  changes.pop_front();
  return count;
}

LevelRecord::LevelRecord(Recorder& recorder, std::string name, std::string unit,
                         std::uint64_t capacity)
    : recorder_{recorder}, name_{std::move(name)}, unit_{std::move(unit)}, capacity_{capacity} {}

void LevelRecord::add(Pending& pending, core::Edge at, std::uint64_t count) {
  pending.passed = recorder_.cycle_of(at);
  if (!pending.changes.empty() && pending.changes.back().cycle == pending.passed) {
    pending.changes.back().count += count;
  } else {
    pending.changes.push_back({pending.passed, count});
  }
  settle(std::min(gains_.passed, losses_.passed));
}

void LevelRecord::settle(std::uint64_t before) {
  std::size_t added = 0;
  std::uint64_t cycle = 0;
  while ((cycle = std::min(gains_.next(), losses_.next())) < before) {
    const std::uint64_t level = settled_.level() + gains_.take(cycle) - losses_.take(cycle);
    added += settled_.set(recorder_.windows(), cycle, level);
  }
  if (added > 0) recorder_.charge_changes(*this, added);
}

void LevelRecord::settle_all() {
  gain_in_order();
  settle(TimeWindows::end_of_layer);
}

std::uint64_t LevelRecord::change_cost() const {
  const core::TimelineCosts& costs = recorder_.costs();
  return costs.change + (costs.names_in_changes ? name_.size() : 0);
}

void LevelRecord::lose_unordered(core::Edge at) {
  const std::size_t count = unordered_.size();
  gain_in_order();
  lose(at, count);
}

void LevelRecord::gain_in_order() {
  std::sort(unordered_.begin(), unordered_.end());
  for (const core::Edge edge : unordered_) gain(edge);
  unordered_.clear();
}

void LevelRecord::cut(std::uint64_t cycle) {
  unordered_.clear();
  gains_ = {};
  losses_ = {};
  settled_.cut(recorder_.windows(), cycle);
}

core::LevelTrack LevelRecord::track(std::uint64_t end) const {
  core::LevelTrack track{name_, unit_, capacity_, settled_.stored()};
  while (!track.changes.empty() && track.changes.back().cycle >= end) track.changes.pop_back();
  return track;
}

}  // namespace gossamer::kernel
