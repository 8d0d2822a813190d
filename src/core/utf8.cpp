// SPDX-License-Identifier: Apache-2.0
#include "core/utf8.hpp"

#include <cstdint>

namespace gossamer::core {
namespace {

struct Sequence {
  std::size_t length = 0;  ///< in bytes; 0 if malformed
  std::uint32_t code_point = 0;
};

std::size_t length_by_first_byte(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

/// Smallest code point that needs this many bytes: a longer form of a smaller one is malformed.
constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};

bool is_allowed(std::uint32_t code_point, std::size_t length) {
  const bool surrogate = code_point >= 0xD800 && code_point < 0xE000;
  return code_point >= smallest[length] && code_point <= 0x10FFFF && !surrogate;
}

/// The sequence at the start of a text that is not empty.
Sequence decode(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = length_by_first_byte(first);
  if (length == 1) return {1, first};
  if (length == 0 || text.size() < length) return {};
  std::uint32_t code_point = first & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return {};
    code_point = code_point << 6 | (next & 0x3Fu);
  }
  return is_allowed(code_point, length) ? Sequence{length, code_point} : Sequence{};
}

bool is_control(std::uint32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

}  // namespace

std::size_t first_malformed_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const Sequence sequence = decode(text.substr(at));
    if (sequence.length == 0) return at;
    at += sequence.length;
  }
  return at;
}

std::string well_formed_utf8(std::string_view text) {
  std::string whole;
  while (!text.empty()) {
    const std::size_t good = first_malformed_utf8(text);
    whole += text.substr(0, good);
    if (good == text.size()) break;
    whole += "\xEF\xBF\xBD";
    text.remove_prefix(good + 1);
  }
  return whole;
}

bool is_printable(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const Sequence sequence = decode(text.substr(at));
    if (sequence.length == 0 || is_control(sequence.code_point)) return false;
    at += sequence.length;
  }
  return true;
}

}  // namespace gossamer::core
