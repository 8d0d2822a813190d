// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/cycles.hpp"
#include "core/timeline.hpp"
#include "kernel/activity_record.hpp"
#include "kernel/level_record.hpp"

namespace gossamer::kernel {

/// What to record of a layer.
struct RecorderSettings {
  std::string layer;                                   ///< its name
  std::uint64_t from = 0;                              ///< cycles of the layer
  std::uint64_t to = core::TimeWindows::end_of_layer;  ///< the first that is not wanted
  std::uint64_t budget = std::uint64_t{1} << 40;       ///< bytes of a file, by `costs`
  core::TimelineCosts costs;
  std::function<bool(const std::string&)> wanted;  ///< by name; empty for all
  /// Called with the layer's name and all names of a run if none of it, nor of the layer's runs
  /// before, is wanted; may throw.
  std::function<void(const std::string& layer, const std::vector<std::string>& names)> none_wanted;
};

/// Records when the modules of a layer did what, and what its channels held, through all runs that
/// the layer takes. Begins with every cycle; whenever that becomes more than the budget, goes over
/// to fewer and shorter windows, in fixed steps, and drops the rest. Which windows remain depends
/// on what happened alone, not on the order in which it was told: bursts and single-stepping leave
/// the same recording. Needs memory in proportion to the budget, not to the length of a run.
class Recorder {
 public:
  explicit Recorder(RecorderSettings settings);
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// A simulation begins. What has been recorded since the last commit() is dropped.
  void begin_run();
  /// All modules and channels have been made.
  void check_names() const;
  /// The simulation counts: it took `cycles`, and the next one follows behind.
  void commit(core::Cycles cycles);

  /// The record of a module of this run; null if it is not wanted.
  ActivityRecord* module(const std::string& name);
  /// The record of a channel or buffer. A name that this run has had already is numbered.
  LevelRecord* level(const std::string& name, const std::string& unit, std::uint64_t capacity);

  core::Timeline timeline() const;

  const RecorderSettings& settings() const { return settings_; }
  const core::TimeWindows& windows() const { return windows_; }
  const core::TimelineCosts& costs() const { return settings_.costs; }
  std::uint64_t cycle_of(core::Edge edge) const { return base_ + edge.number(); }
  void charge_slice();
  void charge_changes(const LevelRecord& level, std::size_t added);
  /// Some module has come as far as `cycle`.
  void reach(std::uint64_t cycle);

 private:
  bool wants(const std::string& name);
  std::uint64_t bytes() const;
  void add_level_bytes(const LevelRecord& level, std::size_t added);
  void fit();
  void recount();
  void drop_uncommitted();

  const RecorderSettings settings_;
  core::TimeWindows windows_;
  unsigned stage_ = 0;                     // how often fewer windows were gone over to
  std::uint64_t base_ = 0;                 // cycles of the runs that count
  std::uint64_t reached_ = 0;              // cycle
  std::uint64_t module_bytes_ = 0;         // without slices
  std::uint64_t module_window_bytes_ = 0;  // of each window
  std::uint64_t event_bytes_ = 0;          // with the levels that have any
  std::uint64_t level_window_bytes_ = 0;   // of those, of each window
  std::vector<std::unique_ptr<ActivityRecord>> modules_;
  std::vector<std::unique_ptr<LevelRecord>> levels_;
  std::map<std::string, ActivityRecord*> module_by_name_;
  std::map<std::string, LevelRecord*> level_by_name_;
  std::map<std::string, unsigned> seen_;  // names of levels in this run
  std::vector<std::string> names_;        // of this run, if not all are wanted
  bool any_wanted_ = false;               // in any run
};

}  // namespace gossamer::kernel
