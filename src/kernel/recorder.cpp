// SPDX-License-Identifier: Apache-2.0
#include "kernel/recorder.hpp"

#include <algorithm>
#include <utility>

namespace gossamer::kernel {

namespace {

constexpr std::uint64_t first_length = 1024;
constexpr std::uint64_t common_length = 128;  // long enough to see what follows what
constexpr std::uint64_t longest_distance = std::uint64_t{1} << 40U;

/// Every stage is a part of the one before. Windows become rarer and shorter in turn; at
/// `common_length` only rarer, and shorter again when there is but one.
void go_to_next_stage(core::TimeWindows& windows, unsigned stage) {
  const bool shorter = windows.length > common_length && stage % 2 == 0;
  if (!shorter && windows.every < longest_distance) {
    windows.every *= 2;
  } else {
    windows.length /= 2;
  }
}

}  // namespace

Recorder::Recorder(RecorderSettings settings) : settings_{std::move(settings)} {
  windows_ = {settings_.from, settings_.to, first_length, first_length};
  module_window_bytes_ = settings_.costs.window;
}

void Recorder::begin_run() {
  drop_uncommitted();
  for (const auto& module : modules_) module->in_run_ = false;
  seen_.clear();
  names_.clear();
}

void Recorder::check_names() const {
  if (!any_wanted_ && settings_.none_wanted) settings_.none_wanted(settings_.layer, names_);
}

void Recorder::commit(core::Cycles cycles) {
  for (const auto& module : modules_) module->counted_ |= module->in_run_;
  for (const auto& level : levels_) level->settle_all();
  base_ += cycles.count();
  reach(base_);
  drop_uncommitted();
}

void Recorder::drop_uncommitted() {
  for (const auto& module : modules_) module->cut(base_);
  for (const auto& level : levels_) level->cut(base_);
  reached_ = base_;
  recount();
  fit();  // a level may now be 0 at the start of a window
}

bool Recorder::wants(const std::string& name) {
  if (!settings_.wanted) return true;
  names_.push_back(name);
  const bool wanted = settings_.wanted(name);
  any_wanted_ |= wanted;
  return wanted;
}

ActivityRecord* Recorder::module(const std::string& name) {
  if (!wants(name)) return nullptr;
  ActivityRecord*& record = module_by_name_[name];
  if (record == nullptr) {
    modules_.push_back(std::make_unique<ActivityRecord>(*this, name));
    record = modules_.back().get();
    module_bytes_ += costs().module + name.size();
    module_window_bytes_ += costs().module_in_window;
  }
  record->in_run_ = true;
  return record;
}

LevelRecord* Recorder::level(const std::string& name, const std::string& unit,
                             std::uint64_t capacity) {
  const unsigned number = ++seen_[name];
  const std::string unique = number == 1 ? name : name + " #" + std::to_string(number);
  if (!wants(unique)) return nullptr;
  LevelRecord*& record = level_by_name_[unique];
  if (record != nullptr) return record;
  levels_.push_back(std::make_unique<LevelRecord>(*this, unique, unit, capacity));
  record = levels_.back().get();
  return record;
}

void Recorder::charge_slice() {
  event_bytes_ += costs().slice;
  fit();
}

void Recorder::charge_changes(const LevelRecord& level, std::size_t added) {
  add_level_bytes(level, added);
  fit();
}

// A channel that stays empty takes no place in a file.
void Recorder::add_level_bytes(const LevelRecord& level, std::size_t added) {
  if (level.entries() == added) {
    event_bytes_ += costs().level + 3 * level.name_.size();
    level_window_bytes_ += costs().level_in_window;
  }
  event_bytes_ += added * level.change_cost();
}

void Recorder::reach(std::uint64_t cycle) {
  if (cycle <= reached_) return;
  reached_ = cycle;
  fit();
}

std::uint64_t Recorder::bytes() const {
  return module_bytes_ + event_bytes_ +
         windows_.count(reached_) * (module_window_bytes_ + level_window_bytes_);
}

void Recorder::fit() {
  while (bytes() > settings_.budget && windows_.length > 0) {
    go_to_next_stage(windows_, ++stage_);
    for (const auto& module : modules_) module->keep(windows_);
    for (const auto& level : levels_) level->keep(windows_);
    recount();
  }
}

void Recorder::recount() {
  event_bytes_ = 0;
  level_window_bytes_ = 0;
  for (const auto& module : modules_) {
    event_bytes_ += module->track_.slices.size() * costs().slice;
  }
  for (const auto& level : levels_) {
    if (level->entries() > 0) add_level_bytes(*level, level->entries());
  }
}

core::Timeline Recorder::timeline() const {
  core::Timeline timeline{windows_, base_, {}, {}};
  if (windows_.length == 0) return timeline;
  for (const auto& module : modules_) {
    if (module->counted_) timeline.modules.push_back(module->track_);
  }
  for (const auto& level : levels_) {
    auto track = level->track(base_);
    if (!track.changes.empty()) timeline.levels.push_back(std::move(track));
  }
  return timeline;
}

}  // namespace gossamer::kernel
