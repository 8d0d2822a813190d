// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "report/run_report.hpp"

namespace gossamer::report::html {

/// Whether this program was built with the pages' scripts (GOSSAMER_HTML); without them the
/// functions below return pages that show nothing.
bool has_pages();

/// report.html: one file that opens without a network (docs/report.md). The same report, the same
/// bytes.
std::string run_html(const RunReport& run);

/// compare.html, of the content of compare.json (schema gossamer-compare/1); it carries all of it
/// but the slots of single layers.
std::string comparison_html(const nlohmann::ordered_json& compare_json);

}  // namespace gossamer::report::html
