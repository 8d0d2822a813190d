// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "report/run_report.hpp"

namespace gossamer::report {

/// resolved.yaml: an architecture file with every parameter, and under `run` the version, the seed,
/// the options that change results and the digests of the input files; enough to repeat the run.
std::string resolved_yaml(const RunReport& run);

/// Any JSON as YAML in block style, texts always in double quotes, in the order of the JSON.
std::string to_yaml(const nlohmann::ordered_json& json);

}  // namespace gossamer::report
