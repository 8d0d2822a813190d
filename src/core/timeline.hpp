// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/activity.hpp"
#include "core/time_windows.hpp"

namespace gossamer::core {

/// Cycles `begin` to before `end` that a module spent alike.
struct TimeSlice {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  Activity what = Activity::idle;
};

/// What a module did in the cycles that were recorded, in order; neighbours differ. Idle cycles are
/// gaps.
struct ActivityTrack {
  std::string name;
  std::vector<TimeSlice> slices;
};

/// From `cycle` on the level is `level`.
struct LevelChange {
  std::uint64_t cycle = 0;
  std::uint64_t level = 0;
};

/// What a channel or a buffer held in the cycles that were recorded, in order. 0 before the first
/// change; a change between two windows stands at the start of the later one.
struct LevelTrack {
  std::string name;
  std::string unit;  ///< of level and capacity: "entries", "bytes"
  std::uint64_t capacity = 0;
  std::vector<LevelChange> changes;
};

/// When things happened in one layer, as far as it was recorded. Cycles count from the start of the
/// layer.
struct Timeline {
  TimeWindows windows;
  std::uint64_t cycles = 0;  ///< of the layer
  std::vector<ActivityTrack> modules;
  std::vector<LevelTrack> levels;  ///< those that were not 0 throughout
};

/// Bytes that a file takes at most for what a timeline holds, without names: a module's stands
/// there once, a level's three times and, in some files, in every change.
struct TimelineCosts {
  std::uint64_t module = 0;
  std::uint64_t slice = 0;
  std::uint64_t level = 0;
  std::uint64_t change = 0;
  bool names_in_changes = false;
  std::uint64_t window = 0;
  std::uint64_t module_in_window = 0;
  std::uint64_t level_in_window = 0;
};

inline bool operator==(const TimeSlice& a, const TimeSlice& b) {
  return a.begin == b.begin && a.end == b.end && a.what == b.what;
}
inline bool operator==(const LevelChange& a, const LevelChange& b) {
  return a.cycle == b.cycle && a.level == b.level;
}
inline bool operator==(const ActivityTrack& a, const ActivityTrack& b) {
  return a.name == b.name && a.slices == b.slices;
}
inline bool operator==(const LevelTrack& a, const LevelTrack& b) {
  return a.name == b.name && a.unit == b.unit && a.capacity == b.capacity && a.changes == b.changes;
}
inline bool operator==(const Timeline& a, const Timeline& b) {
  return a.windows == b.windows && a.cycles == b.cycles && a.modules == b.modules &&
         a.levels == b.levels;
}

}  // namespace gossamer::core
