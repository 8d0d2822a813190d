// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string_view>

namespace gossamer::core {

/// What the host spends its time on while it simulates.
enum class Work {
  other,           ///< none of those below
  kernel,          ///< clock, events and channels, SystemC's own work among them
  modules,         ///< steps of modules, but for the units named below
  multiplication,  ///< products, and adding them up
  queues,          ///< filling and draining the queues of accumulator banks
  compression,     ///< coding and decoding of compressed tensors
  generation,      ///< making or loading of operands and of what a layer's arithmetic needs
  reference,       ///< results and counts that need no machine
};

inline constexpr std::array<std::string_view, 8> work_names{
    "other",  "kernel",      "modules",    "multiplication",
    "queues", "compression", "generation", "reference"};

/// What the program is doing now: for one thread that simulates, and one simulation at a time.
/// Volatile, and of the one type that a signal handler may read by any standard.
inline volatile std::sig_atomic_t current_work = static_cast<std::sig_atomic_t>(Work::other);

/// Between construction and destruction, time counts as `work`; then again as what it was before.
/// A load and two stores: may stand around whatever takes at least tens of nanoseconds.
class WorkScope {
 public:
  explicit WorkScope(Work work) : before_{current_work} {
    current_work = static_cast<std::sig_atomic_t>(work);
  }
  ~WorkScope() { current_work = before_; }
  WorkScope(const WorkScope&) = delete;
  WorkScope& operator=(const WorkScope&) = delete;

 private:
  std::sig_atomic_t before_;
};

/// Samples by kind of work.
struct WorkCounts {
  std::array<std::uint64_t, work_names.size()> samples{};

  std::uint64_t of(Work work) const { return samples[static_cast<std::size_t>(work)]; }
  std::uint64_t total() const {
    return std::accumulate(samples.begin(), samples.end(), std::uint64_t{0});
  }
  /// Of all samples, from 0 to 1; 0 if there is none.
  double share(Work work) const;
};

/// What came in since `earlier`, an older state of the same counts.
WorkCounts operator-(WorkCounts counts, const WorkCounts& earlier);

/// Looks at current_work whenever the process has used another `interval` of processor time
/// (ITIMER_PROF; a host whose kernel ticks more slowly samples as often as that). The time of the
/// whole process counts, so it must have one thread; time in which it waits is not sampled.
class WorkSampler {
 public:
  /// Starts to count from 0. One sampler at a time: throws std::logic_error if there is one, and
  /// std::system_error if the host has no such timer.
  explicit WorkSampler(std::chrono::microseconds interval = std::chrono::milliseconds{1});
  /// Stops, and puts back the timer's handler of before.
  ~WorkSampler();
  WorkSampler(const WorkSampler&) = delete;
  WorkSampler& operator=(const WorkSampler&) = delete;

  /// Samples so far.
  WorkCounts counts() const;

 private:
  struct sigaction handler_before_ {};
};

}  // namespace gossamer::core
