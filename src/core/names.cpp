// SPDX-License-Identifier: Apache-2.0
#include "core/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace gossamer::core {
namespace {

constexpr std::size_t longest_quotation = 60;

std::string lower_case(std::string_view text) {
  std::string lower{text};
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// Edit distance in which swapping two neighbours is one edit (optimal string alignment).
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replace});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

/// How many edits still count as a slip of the pen.
std::size_t tolerance(std::size_t longer) {
  return std::max<std::size_t>(1, longer / 3);
}

/// A known name of which `name` is the beginning ("clock" of "clock_ghz"), or "".
std::string completed(std::string_view name, const std::vector<std::string>& known) {
  constexpr std::size_t shortest_beginning = 3;
  if (name.size() < shortest_beginning) return "";
  for (const std::string& candidate : known) {
    if (candidate.compare(0, name.size(), name) == 0) return candidate;
  }
  return "";
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text.substr(0, longest_quotation)) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7F ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  return out + (text.size() > longest_quotation ? "...'" : "'");
}

std::string joined(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
  const std::string* nearest = nullptr;
  std::size_t best = 0;
  for (const std::string& candidate : known) {
    const std::size_t longer = std::max(name.size(), candidate.size());
    const std::size_t shorter = std::min(name.size(), candidate.size());
    // Spares the quadratic comparison with a text of any length.
    if (longer - shorter > tolerance(longer)) continue;
    const std::size_t edits = distance(lower_case(name), lower_case(candidate));
    if (edits > tolerance(longer) || edits == longer) continue;
    if (nearest == nullptr || edits < best) {
      nearest = &candidate;
      best = edits;
    }
  }
  return nearest == nullptr ? completed(name, known) : *nearest;
}

std::string suggestion(std::string_view name, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, known);
  if (!nearest.empty()) return "; did you mean " + core::quoted(nearest) + "?";
  return known.empty() ? std::string{} : "; allowed: " + joined(known);
}

}  // namespace gossamer::core
