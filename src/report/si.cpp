// SPDX-License-Identifier: Apache-2.0
#include "report/si.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace gossamer::report {
namespace {

struct Prefix {
  double scale;
  const char* name;
};

constexpr std::array<Prefix, 11> prefixes{{{1e-15, "f"},
                                           {1e-12, "p"},
                                           {1e-9, "n"},
                                           {1e-6, "u"},
                                           {1e-3, "m"},
                                           {1.0, ""},
                                           {1e3, "k"},
                                           {1e6, "M"},
                                           {1e9, "G"},
                                           {1e12, "T"},
                                           {1e15, "P"}}};

/// The first prefix under which three digits do not round up to 1,000.
const Prefix& prefix_of(double magnitude) {
  for (const auto& prefix : prefixes) {
    if (magnitude / prefix.scale < 999.5) return prefix;
  }
  return prefixes.back();
}

int decimals_of(double magnitude) {
  if (magnitude < 9.995) return 2;
  return magnitude < 99.95 ? 1 : 0;
}

}  // namespace

std::string si(double value, const std::string& unit) {
  if (value == 0.0) return unit.empty() ? "0" : "0 " + unit;
  const auto& prefix = prefix_of(std::abs(value));
  const double scaled = value / prefix.scale;
  const auto number = fmt::format("{:.{}f}", scaled, decimals_of(std::abs(scaled)));
  const auto tail = prefix.name + unit;
  return tail.empty() ? number : number + " " + tail;
}

std::string si_count(std::uint64_t count, const std::string& unit) {
  if (count >= 1000) return si(static_cast<double>(count), unit);
  return unit.empty() ? fmt::format("{}", count) : fmt::format("{} {}", count, unit);
}

std::string percent(double fraction) {
  return fmt::format("{:.1f}%", 100.0 * fraction);
}

std::string with_commas(std::uint64_t count) {
  auto text = fmt::format("{}", count);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

}  // namespace gossamer::report
