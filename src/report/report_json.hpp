// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "report/run_report.hpp"

namespace gossamer::report {

/// The schema number of report.json; a key never changes its meaning under one number.
inline constexpr const char* schema = "gossamer-report/1";

/// The content of report.json; keys and their meaning are in docs/report.md.
nlohmann::ordered_json to_json(const RunReport& run);

/// report.json as it is written: indented by two, numbers in the shortest text that reads back
/// exactly, ends with a line feed.
std::string report_json(const RunReport& run);

}  // namespace gossamer::report
