// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <ostream>
#include <string>

namespace gossamer::cli {

/// What a sweep shows of itself: a bar, points per second, the time left, failures.
std::string progress_line(std::size_t done, std::size_t all, std::size_t failed, double seconds);

/// That line, which rewrites itself at most ten times a second. Silent without a terminal.
class SweepProgress {
 public:
  /// `terminal` may be null: then nothing is shown.
  SweepProgress(std::ostream* terminal, std::size_t all);
  /// Clears the line.
  ~SweepProgress();
  SweepProgress(const SweepProgress&) = delete;
  SweepProgress& operator=(const SweepProgress&) = delete;

  void add(std::size_t done, std::size_t failed);

 private:
  using Clock = std::chrono::steady_clock;

  std::ostream* terminal_;
  std::size_t all_;
  std::size_t done_ = 0;
  std::size_t failed_ = 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point shown_;
};

}  // namespace gossamer::cli
