// SPDX-License-Identifier: Apache-2.0
#include "cli/text_table.hpp"

#include <algorithm>
#include <numeric>

namespace gossamer::cli {

namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 4;
constexpr std::size_t remark_indent = 4;

using Cells = std::vector<std::string>;

std::vector<std::size_t> column_widths(const std::vector<TableRow>& rows, std::size_t width) {
  std::vector<std::size_t> widths(rows.front().cells.size(), 1);
  for (const auto& [cells, remark] : rows) {
    for (std::size_t c = 0; c < cells.size(); ++c) widths[c] = std::max(widths[c], cells[c].size());
  }
  const std::size_t gaps = gap * (widths.size() - 1);
  while (std::accumulate(widths.begin(), widths.end(), gaps) > width) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= narrowest) break;
    --*widest;
  }
  return widths;
}

std::string format_cells(const Cells& row, const std::vector<std::size_t>& widths) {
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 0;
  for (std::size_t c = 0; c < row.size(); ++c) {
    cells.push_back(wrap_text(row[c], widths[c]));
    height = std::max(height, cells.back().size());
  }
  std::string text;
  for (std::size_t i = 0; i < height; ++i) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      std::string cell = i < cells[c].size() ? cells[c][i] : "";
      cell.resize(widths[c] + gap, ' ');
      line += cell;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

std::string format_remark(const std::string& remark, std::size_t width) {
  if (remark.empty()) return "";
  std::string text;
  for (const std::string& line : wrap_text(remark, width - remark_indent)) {
    text += std::string(remark_indent, ' ') + line + '\n';
  }
  return text;
}

}  // namespace

std::vector<std::string> wrap_text(std::string text, std::size_t width) {
  std::vector<std::string> lines;
  while (text.size() > width) {
    std::size_t cut = text.rfind(' ', width);
    const bool between_words = cut != std::string::npos && cut > 0;
    if (!between_words) cut = width;
    lines.push_back(text.substr(0, cut));
    text.erase(0, between_words ? cut + 1 : cut);
  }
  lines.push_back(text);
  return lines;
}

std::string format_table(const std::vector<TableRow>& rows, std::size_t width) {
  const std::vector<std::size_t> widths = column_widths(rows, width);
  Cells rule;
  for (const std::size_t w : widths) rule.emplace_back(w, '-');
  std::string text;
  for (const auto& [cells, remark] : rows) {
    text += format_cells(cells, widths) + format_remark(remark, width);
    if (&cells == &rows.front().cells) text += format_cells(rule, widths);
  }
  return text;
}

}  // namespace gossamer::cli
