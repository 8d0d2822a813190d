// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "report/si.hpp"
#include "report/timeline.hpp"

namespace gossamer::report {

namespace {

constexpr std::size_t most_named = 3;

/// "a, b, c and 4 other layers"
std::string some_of(const std::vector<std::string>& texts) {
  const std::vector<std::string> named{
      texts.begin(), texts.begin() + static_cast<long>(std::min(most_named, texts.size()))};
  const std::size_t others = texts.size() - named.size();
  return fmt::format(
      "{}{}", fmt::join(named, ", "),
      others == 0 ? "" : fmt::format(" and {} other layer{}", others, others == 1 ? "" : "s"));
}

}  // namespace

std::string timeline_text(const RunReport& run) {
  std::uint64_t all = 0;
  std::uint64_t held = 0;
  std::vector<std::string> sampled;
  std::vector<std::string> empty;
  for (const LayerReport& layer : run.layers) {
    const core::Timeline& timeline = *layer.record.timeline;
    const core::TimeWindows& windows = timeline.windows;
    const std::uint64_t cycles = windows.held(timeline.cycles);
    all += timeline.cycles;
    held += cycles;
    if (cycles == 0) {
      empty.push_back(layer.record.name);
    } else if (cycles < std::min(windows.to, timeline.cycles) - windows.from) {
      sampled.push_back(fmt::format("{} {} x {} cycles", layer.record.name,
                                    windows.count(timeline.cycles), with_commas(windows.length)));
    }
  }
  const double share = all == 0 ? 1.0 : static_cast<double>(held) / static_cast<double>(all);
  std::string text = fmt::format("Timeline: {} of {} cycles ({})", with_commas(held),
                                 with_commas(all), percent(share));
  if (!sampled.empty()) text += "; sampled to stay within the limit: " + some_of(sampled);
  if (!empty.empty()) text += "; nothing of " + some_of(empty);
  return text + "\n";
}

}  // namespace gossamer::report
