// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/component.hpp"
#include "core/layer_record.hpp"
#include "cost/cost_model.hpp"

namespace gossamer::cost {

/// A machine and what it did, in Accelergy's format (version 0.4), by name of the file:
/// architecture.yaml (flat, a line per component, with its parts as attributes), ERT.yaml and
/// ART.yaml (calibrated prices: pJ of an action, and of one instance's leakage in a cycle; um2 of
/// an instance), action_counts.yaml (of all records together). Reading ERT.yaml and ART.yaml back
/// gives the same energies and areas but for rounding.
std::map<std::string, std::string> accelergy_files(const std::string& system,
                                                   const CostModel& prices,
                                                   const core::Components& components,
                                                   const std::vector<core::LayerRecord>& records,
                                                   double clock_ghz, double voltage);

}  // namespace gossamer::cost
