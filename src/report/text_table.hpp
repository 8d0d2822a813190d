// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gossamer::report {

/// How wide a terminal may be taken to be, in characters.
inline constexpr std::size_t text_width = 80;

/// How a row stands out on a terminal that shows colours.
enum class Emphasis { none, strong, alarm };

/// Wraps a text in the ANSI codes of an emphasis, or leaves it alone.
std::string emphasize(const std::string& text, Emphasis emphasis, bool colour);

/// A text in lines of at most `text_width - indent`, broken at spaces but not before a `%`; all but
/// the first begin with `indent` spaces more.
std::string wrapped(std::string_view text, std::size_t indent);

/// Rows of text in columns: the first aligned left, the others right, two spaces apart, or one
/// where two would not fit. A first column that still makes the lines too wide is cut, with a `~`.
class TextTable {
 public:
  explicit TextTable(bool colour) : colour_{colour} {}

  /// All rows must have the same number of cells.
  void add(std::vector<std::string> cells, Emphasis emphasis = Emphasis::none);

  /// Of the widest line, with two spaces between columns.
  std::size_t width() const;

  /// All lines, each with a line feed, at most `text_width` wide.
  std::string text() const;

 private:
  struct Row {
    std::vector<std::string> cells;
    Emphasis emphasis;
  };

  std::vector<std::size_t> widths() const;

  bool colour_;
  std::vector<Row> rows_;
};

}  // namespace gossamer::report
