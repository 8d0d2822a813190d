// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "core/cycles.hpp"
#include "core/timeline.hpp"

namespace gossamer::kernel {

class Recorder;

/// A level over time, as far as it falls into windows. Its value at the start of a window is kept
/// even if what led there is not.
class RecordedLevel {
 public:
  /// The level is `level` from `cycle` on; `cycle` never decreases. Returns the changes that were
  /// added.
  std::size_t set(const core::TimeWindows& windows, std::uint64_t cycle, std::uint64_t level);
  /// Drops what `windows` do not hold; they must be a part of those before.
  void keep(const core::TimeWindows& windows);
  /// Drops everything from `cycle` on; the level is 0 from there.
  void cut(const core::TimeWindows& windows, std::uint64_t cycle);

  std::uint64_t level() const { return level_; }
  /// In order; neighbours differ.
  const std::vector<core::LevelChange>& stored() const { return stored_; }

 private:
  std::size_t store(std::uint64_t cycle, std::uint64_t level);
  std::size_t store_at_next_window(const core::TimeWindows& windows, std::uint64_t before);
  std::uint64_t stored_level() const { return stored_.empty() ? 0 : stored_.back().level; }

  std::vector<core::LevelChange> stored_;
  std::uint64_t level_ = 0;
  std::uint64_t last_ = 0;  // cycle from which it is level_
};

/// The recording of a channel or buffer. Producer and consumer may be at different edges; each
/// comes in order. What both have passed is settled; what only one has passed is pending, at most
/// as many changes as there are places.
class LevelRecord {
 public:
  LevelRecord(Recorder& recorder, std::string name, std::string unit, std::uint64_t capacity);

  /// From `at` on there are `count` more, or fewer.
  void gain(core::Edge at, std::uint64_t count = 1) { add(gains_, at, count); }
  void lose(core::Edge at, std::uint64_t count = 1) { add(losses_, at, count); }

  /// One more from `at` on, in any order until all that was gained so is lost from `at` on.
  void gain_unordered(core::Edge at) { unordered_.push_back(at); }
  void lose_unordered(core::Edge at);

 private:
  friend class Recorder;

  struct Change {
    std::uint64_t cycle = 0;
    std::uint64_t count = 0;
  };
  /// What came in, or went out, and is not settled.
  struct Pending {
    std::deque<Change> changes;
    std::uint64_t passed = 0;  // cycle of the last one
    std::uint64_t next() const;
    std::uint64_t take(std::uint64_t cycle);
  };

  void add(Pending& pending, core::Edge at, std::uint64_t count);
  void gain_in_order();
  void settle(std::uint64_t before);
  void settle_all();
  void keep(const core::TimeWindows& windows) { settled_.keep(windows); }
  void cut(std::uint64_t cycle);
  std::size_t entries() const { return settled_.stored().size(); }
  std::uint64_t change_cost() const;
  /// The level before cycle `end`.
  core::LevelTrack track(std::uint64_t end) const;

  Recorder& recorder_;
  const std::string name_;
  const std::string unit_;
  const std::uint64_t capacity_;
  RecordedLevel settled_;
  Pending gains_;
  Pending losses_;
  std::vector<core::Edge> unordered_;
};

}  // namespace gossamer::kernel
