// SPDX-License-Identifier: Apache-2.0
#include "report/choices_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "report/benchmark_text.hpp"
#include "report/text_table.hpp"

namespace gossamer::report {
namespace {

constexpr std::size_t widest_names = 60;
constexpr std::size_t most_values = 12;  ///< of a choice
/// A machine's own account of what held it up; the console has the same sentence for all machines.
constexpr std::string_view limit = "limited_by";

using LayersOfValue = std::map<std::string, std::vector<std::string>>;

/// Names as far as they fit into `width` columns, then how many more there are.
std::string names_text(const std::vector<std::string>& names, std::size_t width) {
  std::string text = names.front();
  for (std::size_t n = 1; n < names.size(); ++n) {
    const std::string rest = fmt::format(" and {} more", names.size() - n);
    if (text.size() + 2 + names[n].size() + rest.size() > width) return text + rest;
    text += ", " + names[n];
  }
  return text;
}

/// Values with the layers that have them; the one that most have comes last, without names.
std::string lines(const std::string& choice, const LayersOfValue& layers) {
  if (layers.size() == 1) return wrapped(fmt::format("{}: {}", choice, layers.begin()->first), 2);
  if (layers.size() > most_values) {
    return wrapped(fmt::format("{}: {} different ones, in report.json", choice, layers.size()), 2);
  }
  const auto usual = std::max_element(
      layers.begin(), layers.end(),
      [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
  std::string text;
  for (auto value = layers.begin(); value != layers.end(); ++value) {
    if (value == usual) continue;
    text += wrapped(
        fmt::format("{}: {} for {}", choice, value->first, names_text(value->second, widest_names)),
        2);
  }
  const std::string others =
      usual->second.size() == 1 ? usual->second.front() : std::string{"all others"};
  return text + wrapped(fmt::format("{}: {} for {}", choice, usual->first, others), 2);
}

}  // namespace

std::string choices_text(const RunReport& run) {
  std::map<std::string, LayersOfValue> choices;
  for (const auto& layer : run.layers) {
    if (is_benchmark(layer.record)) continue;  // its table has them
    for (const auto& [choice, value] : layer.record.choices) {
      if (choice != limit) choices[choice][value].push_back(layer.record.name);
    }
  }
  std::string text;
  for (const auto& [choice, layers] : choices) text += lines(choice, layers);
  return text;
}

}  // namespace gossamer::report
