// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <string_view>

#include "core/yaml.hpp"

namespace gossamer::core {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes the leading digits off `text` and says how many there were.
std::size_t take_digits(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  text.remove_prefix(n);
  return n;
}

void take_sign(std::string_view& text) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
}

/// YAML 1.1 reads 010 as eight, YAML 1.2 as ten: neither guess is safe.
bool has_leading_zero(std::string_view digits) {
  return digits.size() > 1 && digits[0] == '0' && is_digit(digits[1]);
}

bool is_decimal_number(std::string_view text) {
  take_sign(text);
  if (has_leading_zero(text)) return false;
  std::size_t digits = take_digits(text);
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    digits += take_digits(text);
  }
  if (digits == 0) return false;
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  take_sign(text);
  return take_digits(text) > 0 && text.empty();
}

/// std::from_chars knows no plus sign.
std::string_view without_plus(std::string_view text) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  return text;
}

template <class T>
bool converted(std::string_view text, T& value) {
  T result{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  if (error != std::errc{} || end != text.data() + text.size()) return false;
  value = result;
  return true;
}

}  // namespace

bool parse_integer(const std::string& text, std::int64_t& value) {
  std::string_view digits = text;
  take_sign(digits);
  if (has_leading_zero(digits) || take_digits(digits) == 0 || !digits.empty()) return false;
  return converted(without_plus(text), value);
}

bool parse_number(const std::string& text, double& value) {
  return is_decimal_number(text) && converted(without_plus(text), value);
}

}  // namespace gossamer::core
