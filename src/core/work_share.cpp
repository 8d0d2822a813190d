// SPDX-License-Identifier: Apache-2.0
#include "core/work_share.hpp"

#include <sys/time.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace gossamer::core {

namespace {

using Samples = std::array<std::atomic<std::uint64_t>, work_names.size()>;
static_assert(Samples::value_type::is_always_lock_free, "a signal handler must not wait");

Samples samples;
bool is_sampling = false;

void take_sample(int /*signal*/) {
  samples[static_cast<std::size_t>(current_work)].fetch_add(1, std::memory_order_relaxed);
}

/// An interval of 0 stops the timer.
void set_timer(std::chrono::microseconds interval) {
  constexpr std::int64_t second = 1'000'000;
  itimerval timer{};
  timer.it_interval.tv_sec = interval.count() / second;
  timer.it_interval.tv_usec = interval.count() % second;
  timer.it_value = timer.it_interval;
  if (setitimer(ITIMER_PROF, &timer, nullptr) != 0) {
    throw std::system_error{errno, std::generic_category(), "setitimer"};
  }
}

}  // namespace

double WorkCounts::share(Work work) const {
  const std::uint64_t all = total();
  return all == 0 ? 0.0 : static_cast<double>(of(work)) / static_cast<double>(all);
}

WorkCounts operator-(WorkCounts counts, const WorkCounts& earlier) {
  for (std::size_t i = 0; i < counts.samples.size(); ++i) counts.samples[i] -= earlier.samples[i];
  return counts;
}

WorkSampler::WorkSampler(std::chrono::microseconds interval) {
  if (is_sampling) throw std::logic_error{"two samplers of one timer"};
  for (auto& count : samples) count = 0;
  struct sigaction action {};
  action.sa_handler = take_sample;
  action.sa_flags = SA_RESTART;  // nothing else may notice the samples
  sigaction(SIGPROF, &action, &handler_before_);
  try {
    set_timer(interval);
  } catch (...) {
    sigaction(SIGPROF, &handler_before_, nullptr);
    throw;
  }
  is_sampling = true;
}

WorkSampler::~WorkSampler() {
  set_timer(std::chrono::microseconds{0});
  // A sample that is still on its way would end the program under the default handler; to ignore
  // the signal drops it.
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPROF, &ignore, nullptr);
  sigaction(SIGPROF, &handler_before_, nullptr);
  is_sampling = false;
}

WorkCounts WorkSampler::counts() const {
  WorkCounts counts;
  std::transform(samples.begin(), samples.end(), counts.samples.begin(),
                 [](const auto& count) { return count.load(std::memory_order_relaxed); });
  return counts;
}

}  // namespace gossamer::core
