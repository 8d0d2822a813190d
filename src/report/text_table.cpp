// SPDX-License-Identifier: Apache-2.0
#include "report/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace gossamer::report {
namespace {

std::size_t line_width(const std::vector<std::size_t>& widths, std::size_t gap) {
  const auto columns = std::accumulate(widths.begin(), widths.end(), std::size_t{0});
  return widths.empty() ? 0 : columns + gap * (widths.size() - 1);
}

std::string cut(const std::string& text, std::size_t width) {
  return text.size() <= width ? text : text.substr(0, width - 1) + "~";
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

std::string emphasize(const std::string& text, Emphasis emphasis, bool colour) {
  if (!colour || emphasis == Emphasis::none) return text;
  return (emphasis == Emphasis::strong ? "\x1b[1m" : "\x1b[31m") + text + "\x1b[0m";
}

std::string wrapped(std::string_view text, std::size_t indent) {
  const std::size_t width = text_width - indent;
  std::string lines;
  while (text.size() > width) {
    auto space = text.rfind(' ', width);
    while (space != std::string_view::npos && space > 0 && text.substr(space + 1, 1) == "%") {
      space = text.rfind(' ', space - 1);
    }
    if (space == std::string_view::npos) break;
    lines += std::string{text.substr(0, space)} + "\n" + std::string(indent, ' ');
    text.remove_prefix(space + 1);
  }
  return lines + std::string{text} + "\n";
}

void TextTable::add(std::vector<std::string> cells, Emphasis emphasis) {
  rows_.push_back({std::move(cells), emphasis});
}

std::vector<std::size_t> TextTable::widths() const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.cells.size()));
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      widths[i] = std::max(widths[i], row.cells[i].size());
    }
  }
  return widths;
}

std::size_t TextTable::width() const {
  return line_width(widths(), 2);
}

std::string TextTable::text() const {
  auto columns = widths();
  const std::size_t gap = width() <= text_width ? 2 : 1;
  if (const auto wide = line_width(columns, gap); wide > text_width) {
    columns[0] -= std::min(wide - text_width, columns[0] - 1);
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line = fmt::format("{:<{}}", cut(row.cells[0], columns[0]), columns[0]);
    for (std::size_t i = 1; i < row.cells.size(); ++i) {
      line += fmt::format("{:>{}}", row.cells[i], columns[i] + gap);
    }
    text += emphasize(trimmed(std::move(line)), row.emphasis, colour_) + "\n";
  }
  return text;
}

}  // namespace gossamer::report
