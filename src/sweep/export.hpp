// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "sweep/store.hpp"

namespace gossamer::sweep {

/// The points that have an outcome, in the order of the plan, a row each: point, digest, base,
/// workload, parameters, status, error, metrics. The same results, the same bytes.
std::string results_csv(const Plan& plan, const std::map<std::string, Outcome>& outcomes);

/// The same as a list of objects under `points`.
std::string results_json(const Plan& plan, const std::map<std::string, Outcome>& outcomes);

}  // namespace gossamer::sweep
