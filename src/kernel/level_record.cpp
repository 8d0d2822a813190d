// SPDX-License-Identifier: Apache-2.0
#include "kernel/level_record.hpp"

#include <algorithm>
#include <utility>

#include "kernel/recorder.hpp"

namespace gossamer::kernel {

using core::LevelChange;
using core::TimeWindows;

std::size_t RecordedSum::store(std::uint64_t cycle, std::uint64_t total) {
  if (!stored_.empty() && stored_.back().cycle == cycle) {
    stored_.back().level = total;
    return 0;
  }
  stored_.push_back({cycle, total});
  return 1;
}

// What changed outside the windows is seen at the start of the next one.
std::size_t RecordedSum::store_at_next_window(const TimeWindows& windows, std::uint64_t before) {
  if (stored_total() == total_) return 0;
  const std::uint64_t start = windows.next_start(last_);
  return start < before ? store(start, total_) : 0;
}

std::size_t RecordedSum::set(const TimeWindows& windows, std::uint64_t cycle, std::uint64_t total) {
  if (total == total_) return 0;
  std::size_t added = store_at_next_window(windows, cycle);
  total_ = total;
  last_ = cycle;
  if (windows.holds(cycle)) added += store(cycle, total);
  return added;
}

void RecordedSum::keep(const TimeWindows& windows) {
  RecordedSum kept;
  for (const LevelChange& change : stored_) kept.set(windows, change.cycle, change.level);
  kept.set(windows, last_, total_);
  *this = std::move(kept);
}

void RecordedSum::cut(const TimeWindows& windows, std::uint64_t cycle) {
  if (last_ < cycle) store_at_next_window(windows, cycle);
  while (!stored_.empty() && stored_.back().cycle >= cycle) stored_.pop_back();
  total_ = 0;
  last_ = cycle;
  if (stored_total() != 0 && windows.holds(cycle)) store(cycle, 0);
}

LevelRecord::LevelRecord(Recorder& recorder, std::string name, std::string unit,
                         std::uint64_t capacity)
    : recorder_{recorder}, name_{std::move(name)}, unit_{std::move(unit)}, capacity_{capacity} {}

void LevelRecord::add(RecordedSum& sum, core::Edge at, std::uint64_t count) {
  const std::size_t added =
      sum.set(recorder_.windows(), recorder_.cycle_of(at), sum.total() + count);
  if (added > 0) recorder_.charge_changes(*this, added);
}

std::uint64_t LevelRecord::change_cost() const {
  const core::TimelineCosts& costs = recorder_.costs();
  return costs.change + (costs.names_in_changes ? name_.size() : 0);
}

void LevelRecord::lose_unordered(core::Edge at) {
  const std::size_t count = unordered_.size();
  flush();
  lose(at, count);
}

void LevelRecord::flush() {
  std::sort(unordered_.begin(), unordered_.end());
  for (const core::Edge edge : unordered_) gain(edge);
  unordered_.clear();
}

void LevelRecord::keep(const TimeWindows& windows) {
  gained_.keep(windows);
  lost_.keep(windows);
}

void LevelRecord::cut(std::uint64_t cycle) {
  unordered_.clear();
  gained_.cut(recorder_.windows(), cycle);
  lost_.cut(recorder_.windows(), cycle);
}

core::LevelTrack LevelRecord::track(std::uint64_t end) const {
  core::LevelTrack track{name_, unit_, capacity_, {}};
  auto gain = gained_.stored().begin();
  auto loss = lost_.stored().begin();
  std::uint64_t gained = 0;
  std::uint64_t lost = 0;
  while (gain != gained_.stored().end() || loss != lost_.stored().end()) {
    std::uint64_t cycle = end;
    if (gain != gained_.stored().end()) cycle = std::min(cycle, gain->cycle);
    if (loss != lost_.stored().end()) cycle = std::min(cycle, loss->cycle);
    if (cycle == end) break;
    if (gain != gained_.stored().end() && gain->cycle == cycle) gained = gain++->level;
    if (loss != lost_.stored().end() && loss->cycle == cycle) lost = loss++->level;
    const std::uint64_t level = gained - lost;
    const std::uint64_t before = track.changes.empty() ? 0 : track.changes.back().level;
    if (level != before) track.changes.push_back({cycle, level});
  }
  return track;
}

}  // namespace gossamer::kernel
