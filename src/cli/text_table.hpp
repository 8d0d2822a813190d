// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gossamer::cli {

/// Cells side by side, and below them a remark that may use the whole width; "" for none.
struct TableRow {
  std::vector<std::string> cells;
  std::string remark;
};

/// Left-aligned columns, at most `width` characters wide: the widest columns are made narrower and
/// their cells wrapped between words. The first row is the header and is underlined. All rows have
/// as many cells as the first.
std::string format_table(const std::vector<TableRow>& rows, std::size_t width);

/// Cuts a text into lines of at most `width`, between words where it can.
std::vector<std::string> wrap_text(std::string text, std::size_t width);

}  // namespace gossamer::cli
