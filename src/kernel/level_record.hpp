// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/cycles.hpp"
#include "core/timeline.hpp"

namespace gossamer::kernel {

class Recorder;

/// A sum over time, as far as it falls into windows. Its value at the start of a window is kept
/// even if what led there is not.
class RecordedSum {
 public:
  /// The sum is `total` from `cycle` on; `cycle` never decreases. Returns the entries that were
  /// added.
  std::size_t set(const core::TimeWindows& windows, std::uint64_t cycle, std::uint64_t total);
  /// Drops what `windows` do not hold; they must be a part of those before.
  void keep(const core::TimeWindows& windows);
  /// Drops everything from `cycle` on; the sum is 0 from there.
  void cut(const core::TimeWindows& windows, std::uint64_t cycle);

  std::uint64_t total() const { return total_; }
  const std::vector<core::LevelChange>& stored() const { return stored_; }

 private:
  std::size_t store(std::uint64_t cycle, std::uint64_t total);
  std::size_t store_at_next_window(const core::TimeWindows& windows, std::uint64_t before);
  std::uint64_t stored_total() const { return stored_.empty() ? 0 : stored_.back().level; }

  std::vector<core::LevelChange> stored_;
  std::uint64_t total_ = 0;
  std::uint64_t last_ = 0;  // cycle from which it is total_
};

/// The recording of a channel or buffer: what came in and what went out. Producer and consumer may
/// be at different edges, so the two are kept apart; each comes in order.
class LevelRecord {
 public:
  LevelRecord(Recorder& recorder, std::string name, std::string unit, std::uint64_t capacity);

  /// From `at` on there are `count` more, or fewer.
  void gain(core::Edge at, std::uint64_t count = 1) { add(gained_, at, count); }
  void lose(core::Edge at, std::uint64_t count = 1) { add(lost_, at, count); }

  /// One more from `at` on, in any order until all that was gained so is lost from `at` on.
  void gain_unordered(core::Edge at) { unordered_.push_back(at); }
  void lose_unordered(core::Edge at);

 private:
  friend class Recorder;

  void add(RecordedSum& sum, core::Edge at, std::uint64_t count);
  void flush();
  void keep(const core::TimeWindows& windows);
  void cut(std::uint64_t cycle);
  std::size_t entries() const { return gained_.stored().size() + lost_.stored().size(); }
  std::uint64_t change_cost() const;
  /// The level before cycle `end`.
  core::LevelTrack track(std::uint64_t end) const;

  Recorder& recorder_;
  const std::string name_;
  const std::string unit_;
  const std::uint64_t capacity_;
  RecordedSum gained_;
  RecordedSum lost_;
  std::vector<core::Edge> unordered_;
};

}  // namespace gossamer::kernel
