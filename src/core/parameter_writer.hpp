// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json.hpp>

#include "core/parameters.hpp"

namespace gossamer::core {

/// The values of all parameters as nested JSON, in the order in which they are described.
nlohmann::ordered_json parameters_to_json(const std::function<void(ParameterVisitor&)>& describe);

/// One line of `gossamer describe`.
struct ParameterInfo {
  std::string path;  ///< dotted: "pe.rows"
  std::string type;  ///< integer, number, boolean, text, choice
  std::string default_value;
  std::string range;  ///< "1 to 64", or the choices
  std::string unit;
  std::string meaning;
};

/// Every parameter with its default, range, unit and meaning; groups are flattened into dotted
/// paths.
std::vector<ParameterInfo> list_parameters(const std::function<void(ParameterVisitor&)>& describe);

}  // namespace gossamer::core
