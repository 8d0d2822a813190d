// SPDX-License-Identifier: Apache-2.0
#include "sweep/value.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

namespace gossamer::sweep {

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
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  constexpr double largest = std::numeric_limits<double>::max();
  const auto value = [](const auto& read) {
    return read ? std::optional<Value>{*read} : std::nullopt;
  };
  switch (type) {
    case Type::integer:
      return value(core::as_integer(written, name, 0, most, faults));
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
