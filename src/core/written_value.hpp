// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors.hpp"

namespace gossamer::core {

/// A value as the user wrote it, in a file or on the command line, before it has a type.
struct WrittenValue {
  enum class Form { plain, quoted, nothing, list, mapping };

  Position where;
  Form form = Form::plain;
  std::string text;
};

WrittenValue written_value(const YAML::Node& node, Position where);

// Each of these gives the value its type, or adds one fault that starts with `name` and returns
// nothing.

/// A whole number in [min, max].
std::optional<std::int64_t> as_integer(const WrittenValue& value, std::string_view name,
                                       std::int64_t min, std::int64_t max, Faults& faults);
/// A finite number in [min, max].
std::optional<double> as_number(const WrittenValue& value, std::string_view name, double min,
                                double max, Faults& faults);
/// `true` or `false`.
std::optional<bool> as_boolean(const WrittenValue& value, std::string_view name, Faults& faults);
/// Any text; numbers are taken as they are written.
std::optional<std::string> as_text(const WrittenValue& value, std::string_view name,
                                   Faults& faults);
/// The index of one of `choices`.
std::optional<std::size_t> as_choice(const WrittenValue& value, std::string_view name,
                                     const std::vector<std::string>& choices, Faults& faults);

}  // namespace gossamer::core
