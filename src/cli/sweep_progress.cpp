// SPDX-License-Identifier: Apache-2.0
#include "cli/sweep_progress.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

namespace gossamer::cli {

namespace {

constexpr const char* clear_line = "\r\x1b[K";
constexpr std::size_t bar_width = 24;

std::string duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::lround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

std::string progress_line(std::size_t done, std::size_t all, std::size_t failed, double seconds) {
  const std::size_t filled = all == 0 ? bar_width : bar_width * done / all;
  std::string line = fmt::format("[{}{}] {}/{} points", std::string(filled, '#'),
                                 std::string(bar_width - filled, '.'), done, all);
  if (done > 0 && seconds > 0) {
    const double rate = static_cast<double>(done) / seconds;
    line +=
        fmt::format("  {:.3g}/s  {} left", rate, duration(static_cast<double>(all - done) / rate));
  }
  if (failed > 0) line += fmt::format("  {} failed", failed);
  return line;
}

SweepProgress::SweepProgress(std::ostream* terminal, std::size_t all)
    : terminal_{terminal}, all_{all} {
  add(0, 0);
}

SweepProgress::~SweepProgress() {
  if (terminal_ != nullptr) *terminal_ << clear_line << std::flush;
}

void SweepProgress::add(std::size_t done, std::size_t failed) {
  done_ += done;
  failed_ += failed;
  const Clock::time_point now = Clock::now();
  if (terminal_ == nullptr || now - shown_ < std::chrono::milliseconds{100}) return;
  shown_ = now;
  const std::chrono::duration<double> elapsed = now - start_;
  *terminal_ << clear_line << progress_line(done_, all_, failed_, elapsed.count()) << std::flush;
}

}  // namespace gossamer::cli
