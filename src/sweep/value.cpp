// SPDX-License-Identifier: Apache-2.0
#include "sweep/value.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include "core/yaml.hpp"

namespace gossamer::sweep {

namespace {

bool is_of(Type type, const std::string& text) {
  std::int64_t whole = 0;
  double number = 0.0;
  if (type == Type::integer) return core::parse_integer(text, whole);
  if (type == Type::number) return core::parse_number(text, number);
  return type == Type::text || text == "true" || text == "false";
}

}  // namespace

Type type_named(const std::string& word) {
  if (word == "integer") return Type::integer;
  if (word == "number") return Type::number;
  return word == "boolean" ? Type::boolean : Type::text;
}

std::string text_of(const Value& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

Value number_value(double number, Type type) {
  if (type == Type::integer) return static_cast<std::int64_t>(std::llround(number));
  return number;
}

std::optional<Value> read_value(const core::WrittenValue& written, const std::string& name,
                                Type type, core::Faults& faults) {
  using Whole = std::numeric_limits<std::int64_t>;
  constexpr double largest = std::numeric_limits<double>::max();
  const auto value = [](const auto& read) {
    return read ? std::optional<Value>{*read} : std::nullopt;
  };
  if (written.form == core::WrittenValue::Form::plain && !is_of(type, written.text)) {
    return Value(written.text);
  }
  switch (type) {
    case Type::integer:
      return value(core::as_integer(written, name, Whole::min(), Whole::max(), faults));
    case Type::number:
      return value(core::as_number(written, name, -largest, largest, faults));
    case Type::boolean:
      return value(core::as_boolean(written, name, faults));
    case Type::text:
      return value(core::as_text(written, name, faults));
  }
  return std::nullopt;
}

}  // namespace gossamer::sweep
