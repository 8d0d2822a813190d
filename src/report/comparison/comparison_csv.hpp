// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace gossamer::report::comparison {

/// compare.csv out of compare.json: one number a row under
/// workload,layer,machine,metric,unit,value; no layer in rows of totals, and no workload in those
/// of a machine.
std::string comparison_csv(const nlohmann::ordered_json& comparison);

}  // namespace gossamer::report::comparison
