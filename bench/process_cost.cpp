// SPDX-License-Identifier: Apache-2.0
#include "process_cost.hpp"

#include <sys/resource.h>

#include <chrono>
#include <fstream>
#include <string>

namespace gossamer::bench {

namespace {

// Not CLOCK_PROCESS_CPUTIME_ID, the same time: while a profiling timer runs, Linux answers with
// what that was at the last tick, milliseconds ago.
double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

double wall_seconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

}  // namespace

ProcessCost operator-(const ProcessCost& now, const ProcessCost& earlier) {
  return {now.processor_s - earlier.processor_s, now.wall_s - earlier.wall_s,
          now.work - earlier.work};
}

ProcessMeter::ProcessMeter() : wall_at_start_{wall_seconds() - processor_seconds()} {}

ProcessCost ProcessMeter::now() const {
  return {processor_seconds(), wall_seconds() - wall_at_start_, sampler_.counts()};
}

// Not getrusage(): its figure begins with that of the process that started this one.
std::uint64_t peak_memory_bytes() {
  std::ifstream status{"/proc/self/status"};
  std::string key;
  while (status >> key) {
    std::uint64_t kib = 0;
    if (key == "VmHWM:" && status >> kib) return kib * 1024;
  }
  return 0;
}

}  // namespace gossamer::bench
