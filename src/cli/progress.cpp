// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.hpp"

#include <fmt/format.h>

#include <utility>

namespace gossamer::cli {

namespace {

constexpr const char* clear_line = "\r\x1b[K";

}  // namespace

Progress::Progress(std::ostream* terminal, std::size_t layers, std::string label)
    : terminal_{terminal}, layers_{layers}, label_{std::move(label)} {}

Progress::~Progress() {
  if (terminal_ != nullptr) *terminal_ << clear_line << std::flush;
}

void Progress::started(const std::string& layer) {
  current_ = layer;
  show();
}

void Progress::finished(std::uint64_t cycles) {
  ++done_;
  cycles_ += cycles;
  show();
}

void Progress::show() const {
  if (terminal_ == nullptr) return;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  std::string rate;
  if (cycles_ > 0 && elapsed.count() > 0) {
    const double kilocycles = static_cast<double>(cycles_) / 1e3;
    rate = fmt::format("  {:.0f} kcycles/s", kilocycles / elapsed.count());
  }
  *terminal_ << clear_line
             << fmt::format("{}{}/{} layers  {:.40}{}", label_, done_, layers_, current_, rate)
             << std::flush;
}

}  // namespace gossamer::cli
