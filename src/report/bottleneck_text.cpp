// SPDX-License-Identifier: Apache-2.0
#include "report/bottleneck_text.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "report/bottleneck.hpp"
#include "report/text_table.hpp"

namespace gossamer::report {
namespace {

constexpr std::size_t widest_name = 24;

/// The sentence in lines of `width`, broken at spaces; further lines begin with `indent` spaces.
std::string wrapped(std::string_view sentence, std::size_t width, std::size_t indent) {
  std::string text;
  while (sentence.size() > width) {
    const auto space = sentence.rfind(' ', width);
    if (space == std::string_view::npos) break;
    text += std::string{sentence.substr(0, space)} + "\n" + std::string(indent, ' ');
    sentence.remove_prefix(space + 1);
  }
  return text + std::string{sentence} + "\n";
}

std::string cut(const std::string& name) {
  return name.size() <= widest_name ? name : name.substr(0, widest_name - 1) + "~";
}

}  // namespace

std::string bottleneck_text(const RunReport& run, bool colour) {
  std::vector<std::pair<std::string, std::string>> lines;
  std::size_t name_width = 0;
  for (const LayerReport& layer : run.layers) {
    std::string sentence = bottleneck(layer, run).text;
    if (sentence.empty()) continue;
    lines.emplace_back(cut(layer.record.name), std::move(sentence));
    name_width = std::max(name_width, lines.back().first.size());
  }
  if (lines.empty()) return "";
  const std::size_t indent = name_width + 2;
  std::string text = emphasize("what held the multipliers up", Emphasis::strong, colour) + "\n";
  for (const auto& [name, sentence] : lines) {
    text += name + std::string(indent - name.size(), ' ') +
            wrapped(sentence, text_width - indent, indent);
  }
  return text;
}

}  // namespace gossamer::report
