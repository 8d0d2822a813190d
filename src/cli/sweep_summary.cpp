// SPDX-License-Identifier: Apache-2.0
#include "cli/sweep_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace gossamer::cli {

namespace {

constexpr std::size_t most_values = 8;
constexpr std::size_t most_errors = 5;

std::string values_text(const sweep::Axis& axis) {
  if (axis.interval) {
    return fmt::format("{} to {}{}", axis.interval->from, axis.interval->to,
                       axis.interval->log ? ", logarithmic" : "");
  }
  std::string text;
  for (std::size_t i = 0; i < axis.choices.size() && i < most_values; ++i) {
    text += (i == 0 ? "" : ", ") + sweep::text_of(axis.choices[i].value);
  }
  const std::size_t more = axis.choices.size() - std::min(axis.choices.size(), most_values);
  return more == 0 ? text : text + fmt::format(" and {} more", more);
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

std::string sweep_text(const sweep::Sweep& sweep, const sweep::Points& points) {
  std::string text = fmt::format(
      "{}: {} points ({})", sweep.name, points.kept.size(),
      sweep.sampling == sweep::Sampling::grid
          ? std::string{"grid"}
          : fmt::format("{} samples, {}", sweep.samples,
                        sweep::sampling_names[static_cast<std::size_t>(sweep.sampling)]));
  if (points.left_out > 0) {
    text += fmt::format("; {} more left out by conditions", points.left_out);
  }
  text += '\n';
  for (const sweep::Base& base : sweep.bases) {
    text += fmt::format("  base {}\n", base.name);
    for (const sweep::Axis& axis : base.axes) {
      text += fmt::format("    {}: {}\n", axis.path, values_text(axis));
    }
    for (const sweep::Derived& derived : base.derived) {
      text += fmt::format("    {} = {}\n", derived.path, derived.formula.text());
    }
  }
  for (const sweep::Workload& workload : sweep.workloads) {
    text += fmt::format("  workload {}: {} layers\n", workload.name, workload.layers.size());
  }
  return text;
}

std::string counts_text(const sweep::Plan& plan,
                        const std::map<std::string, sweep::Outcome>& outcomes) {
  std::map<std::size_t, std::size_t> counts;
  std::size_t open = 0;
  for (const sweep::PlannedPoint& point : plan.points) {
    const auto found = outcomes.find(point.digest);
    if (found == outcomes.end()) {
      ++open;
    } else {
      ++counts[static_cast<std::size_t>(found->second.status)];
    }
  }
  std::vector<std::string> parts;
  for (const auto& [status, count] : counts) {
    parts.push_back(fmt::format("{} {}", count, sweep::status_names[status]));
  }
  if (open > 0) parts.push_back(fmt::format("{} open", open));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string errors_text(const sweep::Plan& plan,
                        const std::map<std::string, sweep::Outcome>& outcomes) {
  struct Found {
    std::size_t points = 0;
    std::size_t first = 0;
  };
  std::map<std::string, Found> errors;
  for (const sweep::PlannedPoint& point : plan.points) {
    const auto outcome = outcomes.find(point.digest);
    if (outcome == outcomes.end() || outcome->second.error.empty()) continue;
    Found& found = errors[fmt::format("{}: {}", sweep::name_of(outcome->second.status),
                                      first_line(outcome->second.error))];
    if (found.points++ == 0) found.first = point.number;
  }
  std::vector<std::pair<std::string, Found>> all{errors.begin(), errors.end()};
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.second.points > b.second.points; });
  std::string text;
  for (std::size_t i = 0; i < all.size() && i < most_errors; ++i) {
    const auto& [error, found] = all[i];
    text += found.points == 1
                ? fmt::format("point {} {}\n", found.first, error)
                : fmt::format("{} points, the first {}, {}\n", found.points, found.first, error);
  }
  if (all.size() > most_errors) {
    text +=
        fmt::format("and {} other errors; the column 'error' has all\n", all.size() - most_errors);
  }
  return text;
}

}  // namespace gossamer::cli
