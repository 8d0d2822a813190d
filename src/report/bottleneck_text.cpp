// SPDX-License-Identifier: Apache-2.0
#include "report/bottleneck_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "report/bottleneck.hpp"
#include "report/text_table.hpp"

namespace gossamer::report {
namespace {

constexpr std::size_t widest_name = 24;
constexpr std::size_t most_layers = 40;  ///< that are worth reading one by one

std::string cut(const std::string& name) {
  return name.size() <= widest_name ? name : name.substr(0, widest_name - 1) + "~";
}

/// The layers that take most cycles, in the order of the workload; all where they are few.
std::vector<const LayerReport*> longest_layers(const RunReport& run) {
  std::vector<const LayerReport*> layers;
  for (const LayerReport& layer : run.layers) layers.push_back(&layer);
  if (layers.size() <= most_layers) return layers;
  std::stable_sort(layers.begin(), layers.end(), [](const auto* a, const auto* b) {
    return a->record.cycles > b->record.cycles;
  });
  layers.resize(most_layers);
  std::sort(layers.begin(), layers.end());
  return layers;
}

}  // namespace

std::string bottleneck_text(const RunReport& run, bool colour) {
  std::vector<std::pair<std::string, std::string>> lines;
  std::size_t name_width = 0;
  for (const LayerReport* layer : longest_layers(run)) {
    std::string sentence = bottleneck(*layer, run).text;
    if (sentence.empty()) continue;
    lines.emplace_back(cut(layer->record.name), std::move(sentence));
    name_width = std::max(name_width, lines.back().first.size());
  }
  if (lines.empty()) return "";
  const std::size_t indent = name_width + 2;
  std::string text = emphasize("what held the multipliers up", Emphasis::strong, colour) + "\n";
  for (const auto& [name, sentence] : lines) {
    text += name + std::string(indent - name.size(), ' ') + wrapped(sentence, indent);
  }
  if (run.layers.size() > most_layers) {
    text += fmt::format("({} of {} layers, those that took most cycles; report.json has all)\n",
                        most_layers, run.layers.size());
  }
  return text;
}

}  // namespace gossamer::report
