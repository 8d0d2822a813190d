// SPDX-License-Identifier: Apache-2.0
#include "report/choices_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "report/benchmark_text.hpp"
#include "report/text_table.hpp"

namespace gossamer::report {
namespace {

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

std::string lines(const std::string& choice, const LayersOfValue& layers) {
  const auto usual = std::max_element(
      layers.begin(), layers.end(),
      [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
  std::string text = fmt::format("{}: {}\n", choice, usual->first);
  for (auto value = layers.begin(); value != layers.end(); ++value) {
    if (value == usual) continue;
    const std::string begin = fmt::format("{}: {} for ", choice, value->first);
    text += begin + names_text(value->second, text_width - begin.size()) + '\n';
  }
  return text;
}

}  // namespace

std::string choices_text(const RunReport& run) {
  std::map<std::string, LayersOfValue> choices;
  for (const auto& layer : run.layers) {
    if (is_benchmark(layer.record)) continue;  // its table has them
    for (const auto& [choice, value] : layer.record.choices) {
      choices[choice][value].push_back(layer.record.name);
    }
  }
  std::string text;
  for (const auto& [choice, layers] : choices) text += lines(choice, layers);
  return text;
}

}  // namespace gossamer::report
