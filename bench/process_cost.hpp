// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/work_share.hpp"

namespace gossamer::bench {

/// What this process has used since it was started, or between two such states.
struct ProcessCost {
  double processor_s = 0.0;  ///< time of all threads, in user and kernel mode
  double wall_s = 0.0;
  core::WorkCounts work;
};

ProcessCost operator-(const ProcessCost& now, const ProcessCost& earlier);

/// Measures the process it lives in; made first thing in main(). What was done before counts as
/// well: the processor time exactly, and as that much wall-clock time.
class ProcessMeter {
 public:
  ProcessMeter();

  ProcessCost now() const;

 private:
  double wall_at_start_;
  core::WorkSampler sampler_;
};

/// The most memory that was resident at a time (VmHWM), in bytes; 0 if the host does not tell.
std::uint64_t peak_memory_bytes();

}  // namespace gossamer::bench
