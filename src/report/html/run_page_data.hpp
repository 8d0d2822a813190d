// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "report/run_report.hpp"

namespace gossamer::report::html {

/// What the page of a run shows, and no more: keys and values of report.json, the values of the
/// layers turned into one list per key, so that a report of 1,000 layers stays small. Beside them
/// `module_groups` (module_groups.hpp), and the options and inputs that resolved.yaml names.
nlohmann::ordered_json run_page_data(const RunReport& run);

}  // namespace gossamer::report::html
