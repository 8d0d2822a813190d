// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace gossamer::report::comparison {

/// compare.json for a terminal, at most 80 columns wide but for sources of published figures and
/// notes, which are wrapped.
std::string comparison_text(const nlohmann::ordered_json& comparison);

}  // namespace gossamer::report::comparison
