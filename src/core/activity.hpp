// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/cycles.hpp"

namespace gossamer::core {

/// What a module spent a clock edge on.
enum class Activity { busy, wait_input, wait_output, idle };

inline constexpr std::array<std::string_view, 4> activity_names{"busy", "wait_input", "wait_output",
                                                                "idle"};

/// The edges of one module by activity. They sum to the cycles of the run.
class ActivityCounts {
 public:
  void add(Activity what, Cycles edges) { cycles_[static_cast<std::size_t>(what)] += edges; }
  Cycles of(Activity what) const { return cycles_[static_cast<std::size_t>(what)]; }
  Cycles total() const { return cycles_[0] + cycles_[1] + cycles_[2] + cycles_[3]; }

  ActivityCounts& operator+=(const ActivityCounts& other) {
    for (std::size_t i = 0; i < cycles_.size(); ++i) cycles_[i] += other.cycles_[i];
    return *this;
  }
  friend bool operator==(const ActivityCounts& a, const ActivityCounts& b) {
    return a.cycles_ == b.cycles_;
  }

 private:
  std::array<Cycles, 4> cycles_{};
};

}  // namespace gossamer::core
