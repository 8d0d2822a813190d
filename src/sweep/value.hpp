// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "core/written_value.hpp"

namespace gossamer::sweep {

/// One value of a swept parameter: a whole number, a number, a boolean or a text.
using Value = nlohmann::json;

/// What the values of a parameter are.
enum class Type { integer, number, boolean, text };

/// Of the word that core::ParameterInfo has; a choice is a text.
Type type_named(const std::string& word);

/// As `--set` and CSV take it: texts without quotes, numbers with the fewest digits that read back.
std::string text_of(const Value& value);

/// The value as a number of that type; whole numbers are rounded to the nearest.
Value number_value(double number, Type type);

/// What a scalar of the sweep file is for a parameter of that type; a word that is not of the type
/// stays a text, which the parameter refuses in words of its own. Adds a fault and returns none for
/// what is no scalar, and for quotes around numbers.
std::optional<Value> read_value(const core::WrittenValue& written, const std::string& name,
                                Type type, core::Faults& faults);

}  // namespace gossamer::sweep
