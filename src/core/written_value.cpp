// SPDX-License-Identifier: Apache-2.0
#include "core/written_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/names.hpp"
#include "core/yaml.hpp"

namespace gossamer::core {
namespace {

using Form = WrittenValue::Form;

Form form_of(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Sequence:
      return Form::list;
    case YAML::NodeType::Map:
      return Form::mapping;
    case YAML::NodeType::Scalar:
      return node.Tag() == "!" ? Form::quoted : Form::plain;
    default:
      return Form::nothing;
  }
}

/// What stands where one value of some type is expected; "" for a scalar.
std::string_view misfit(Form form) {
  switch (form) {
    case Form::list:
      return "a list";
    case Form::mapping:
      return "a mapping";
    case Form::nothing:
      return "nothing";
    default:
      return "";
  }
}

void add(const WrittenValue& value, std::string_view name, std::string_view message,
         Faults& faults) {
  faults.add(value.where, fmt::format("{}: {}", name, message));
}

/// Adds a fault unless the value is a scalar.
bool is_scalar(const WrittenValue& value, std::string_view name, std::string_view wanted,
               Faults& faults) {
  const std::string_view found = misfit(value.form);
  if (found.empty()) return true;
  add(value, name, fmt::format("{} stands where {} is expected", found, wanted), faults);
  return false;
}

bool is_whole(double value) {
  constexpr double limit = 1e15;
  return value > -limit && value < limit &&
         value == static_cast<double>(static_cast<std::int64_t>(value));
}

std::optional<std::int64_t> hexadecimal(const std::string& text) {
  if (text.size() < 3 || text[0] != '0' || (text[1] != 'x' && text[1] != 'X')) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + 2, end, value, 16);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return value;
}

/// How to write what the user seems to have meant, `; write 1000`, or "".
std::string remedy(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '_'), text.end());
  if (const auto value = hexadecimal(text)) return fmt::format("; write {}", *value);
  const std::size_t zeros = std::min(text.find_first_not_of('0'), text.size());
  if (zeros > 0 && zeros < text.size() && text[zeros] != '.') text.erase(0, zeros);
  double number = 0;
  if (!parse_number(text, number)) return "";
  return is_whole(number) ? fmt::format("; write {}", static_cast<std::int64_t>(number))
                          : fmt::format("; write {}", number);
}

/// Adds the fault of a scalar that is not `wanted` at all.
void add_wrong_type(const WrittenValue& value, std::string_view name, std::string_view wanted,
                    std::string_view hint, const std::string& allowed, Faults& faults) {
  if (value.form == Form::quoted) hint = "; leave out the quotes";
  add(value, name,
      fmt::format("{}{} is not {}{}; allowed: {}", core::quoted(value.text),
                  value.form == Form::quoted ? " in quotes" : "", wanted, hint, allowed),
      faults);
}

}  // namespace

WrittenValue written_value(const YAML::Node& node, Position where) {
  return {std::move(where), form_of(node), node.IsScalar() ? node.Scalar() : std::string{}};
}

std::optional<std::int64_t> as_integer(const WrittenValue& value, std::string_view name,
                                       std::int64_t min, std::int64_t max, Faults& faults) {
  if (!is_scalar(value, name, "a whole number", faults)) return std::nullopt;
  const std::string allowed = fmt::format("{} to {}", min, max);
  std::int64_t number = 0;
  if (value.form == Form::quoted || !parse_integer(value.text, number)) {
    double fraction = 0;
    const bool is_fraction = parse_number(value.text, fraction) && !is_whole(fraction);
    add_wrong_type(value, name, "a whole number", is_fraction ? "" : remedy(value.text), allowed,
                   faults);
    return std::nullopt;
  }
  if (number < min || number > max) {
    add(value, name, fmt::format("{} is out of range; allowed: {}", number, allowed), faults);
    return std::nullopt;
  }
  return number;
}

std::optional<double> as_number(const WrittenValue& value, std::string_view name, double min,
                                double max, Faults& faults) {
  if (!is_scalar(value, name, "a number", faults)) return std::nullopt;
  const std::string allowed = fmt::format("{} to {}", min, max);
  double number = 0;
  if (value.form == Form::quoted || !parse_number(value.text, number)) {
    add_wrong_type(value, name, "a finite decimal number", remedy(value.text), allowed, faults);
    return std::nullopt;
  }
  if (number < min || number > max) {
    add(value, name, fmt::format("{} is out of range; allowed: {}", value.text, allowed), faults);
    return std::nullopt;
  }
  return number;
}

std::optional<bool> as_boolean(const WrittenValue& value, std::string_view name, Faults& faults) {
  if (!is_scalar(value, name, "true or false", faults)) return std::nullopt;
  const bool plain = value.form == Form::plain;
  if (plain && value.text == "true") return true;
  if (plain && value.text == "false") return false;
  add_wrong_type(value, name, "a boolean", "", "true, false", faults);
  return std::nullopt;
}

std::optional<std::string> as_text(const WrittenValue& value, std::string_view name,
                                   Faults& faults) {
  if (!is_scalar(value, name, "a text", faults)) return std::nullopt;
  return value.text;
}

std::optional<std::size_t> as_choice(const WrittenValue& value, std::string_view name,
                                     const std::vector<std::string>& choices, Faults& faults) {
  if (!is_scalar(value, name, "one of " + joined(choices), faults)) return std::nullopt;
  const auto found = std::find(choices.begin(), choices.end(), value.text);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  std::string hint = suggestion(value.text, choices);
  if (!nearest_name(value.text, choices).empty()) hint += " allowed: " + joined(choices);
  add(value, name, fmt::format("{} is not known{}", core::quoted(value.text), hint), faults);
  return std::nullopt;
}

}  // namespace gossamer::core
