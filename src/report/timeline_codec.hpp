// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "core/timeline.hpp"

namespace gossamer::report {

/// A timeline as JSON, its slices and changes as plain lists of numbers.
nlohmann::json encode(const core::Timeline& timeline);

/// The inverse. Throws nlohmann::json::exception if a field is missing or of the wrong type.
core::Timeline decode_timeline(const nlohmann::json& encoded);

}  // namespace gossamer::report
