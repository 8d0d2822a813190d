// SPDX-License-Identifier: Apache-2.0
#include "core/byte_size.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include "core/yaml.hpp"

namespace gossamer::core {

namespace {

constexpr std::array<std::pair<std::string_view, unsigned>, 3> units{
    {{"GiB", 30}, {"MiB", 20}, {"KiB", 10}}};

}  // namespace

std::optional<std::uint64_t> parse_byte_size(const std::string& text) {
  std::string digits = text;
  unsigned shift = 0;
  for (const auto& [name, bits] : units) {
    const auto at = text.find(name);
    if (at == std::string::npos || at + name.size() != text.size()) continue;
    digits = text.substr(0, at);
    if (!digits.empty() && digits.back() == ' ') digits.pop_back();
    shift = bits;
  }
  std::int64_t count = 0;
  if (!parse_integer(digits, count) || count < 1) return std::nullopt;
  const auto limit = std::numeric_limits<std::uint64_t>::max() >> shift;
  const auto unsigned_count = static_cast<std::uint64_t>(count);
  if (unsigned_count > limit) return std::nullopt;
  return unsigned_count << shift;
}

std::string format_bytes(std::uint64_t bytes) {
  for (const auto& [name, bits] : units) {
    const auto scale = static_cast<double>(std::uint64_t{1} << bits);
    if (static_cast<double>(bytes) >= scale) {
      return fmt::format("{:.1f} {}", static_cast<double>(bytes) / scale, name);
    }
  }
  return fmt::format("{} B", bytes);
}

}  // namespace gossamer::core
