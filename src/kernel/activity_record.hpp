// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/activity.hpp"
#include "core/cycles.hpp"
#include "core/timeline.hpp"

namespace gossamer::kernel {

class Recorder;

/// The recording of one module: what it spent its edges on, in order.
class ActivityRecord {
 public:
  ActivityRecord(Recorder& recorder, std::string name);

  /// `edges` edges from `at` on went to `what`; `at` is where the call before ended.
  void add(core::Activity what, core::Edge at, core::Cycles edges);

  /// Nothing is recorded from `at` on.
  bool is_behind(core::Edge at) const;

 private:
  friend class Recorder;

  void append(core::Activity what, std::uint64_t begin, std::uint64_t end);
  /// Drops what `windows` do not hold.
  void keep(const core::TimeWindows& windows);
  /// Drops everything from `cycle` on.
  void cut(std::uint64_t cycle);

  Recorder& recorder_;
  core::ActivityTrack track_;
  bool in_run_ = false;   // the present run has the module
  bool counted_ = false;  // and a run that counts had it
};

}  // namespace gossamer::kernel
