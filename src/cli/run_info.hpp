// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/layer_record.hpp"

namespace gossamer::cli {

/// When a run started, and how long ago that is.
class RunClock {
 public:
  /// UTC, as 2026-01-31T12:00:00Z.
  std::string start_text() const;
  double seconds() const;

 private:
  std::chrono::system_clock::time_point start_ = std::chrono::system_clock::now();
  std::chrono::steady_clock::time_point steady_start_ = std::chrono::steady_clock::now();
};

/// run_info.json: the facts of a run that differ from one time to the next.
std::string run_info_json(const RunClock& clock, unsigned jobs,
                          const std::vector<core::LayerRecord>& records);

}  // namespace gossamer::cli
