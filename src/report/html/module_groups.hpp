// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "report/run_report.hpp"

namespace gossamer::report::html {

/// The largest sets of modules whose names differ in numbers alone (pe_0_0, pe_0_1, ...; at least
/// two modules; several sets where they are of one size), in the order of the layers. Of each:
/// - `label`: the name with # for the numbers,
/// - `names` and `places`: of the modules, in order; a place is [row, column], the first two
/// numbers
///   that differ within the set, or [0, number],
/// - `busy_permille`: for each layer a list of busy cycles per 1,000 cycles of the layer, one
/// number
///   where it is that of all modules, null where the layer has none of them.
nlohmann::ordered_json module_groups(const std::vector<LayerReport>& layers);

}  // namespace gossamer::report::html
