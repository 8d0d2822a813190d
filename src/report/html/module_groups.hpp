// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "report/run_report.hpp"

namespace gossamer::report::html {

/// The modules with the multipliers (run.multiplying_modules) whose names differ in numbers alone
/// (pe_0_0, pe_0_1, ...; at least two modules), in the order of the layers. Of each such set:
/// - `label`: the name with # for the numbers,
/// - `names` and `places`: of the modules, in order; a place is [row, column], the first two
/// numbers
///   that differ within the set, or [0, number],
/// - `busy_permille`: for each layer a list of busy cycles per 1,000 cycles of the layer, one
/// number
///   where it is that of all modules, null where the layer has none of them; where layers x modules
///   would take megabytes, a string: base64 of a byte for each module, 255 for always busy.
nlohmann::ordered_json module_groups(const RunReport& run);

}  // namespace gossamer::report::html
