// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "arch/configuration.hpp"
#include "cli/run_options.hpp"
#include "core/layer_record.hpp"
#include "cost/cost_model.hpp"
#include "report/run_report.hpp"

namespace gossamer::cli {

/// The technology and calibration files that an architecture names. Throws ConfigError, FileError.
cost::CostModel load_prices(const arch::Operation& operation);

/// Everything a report says before anything is simulated: parameters, options, digests of the
/// `inputs`, area. Throws ConfigError for hardware without a price, FileError.
report::RunReport start_report(const RunOptions& options, const arch::Configuration& configuration,
                               const std::string& workload, const std::vector<std::string>& inputs,
                               const cost::CostModel& prices);

/// Adds simulated layers and what they cost. Throws SimulationStuck if a layer broke an invariant,
/// ConfigError for counted actions without a price.
void add_layers(report::RunReport& report, const std::vector<core::LayerRecord>& records,
                const arch::Configuration& configuration, const cost::CostModel& prices);

}  // namespace gossamer::cli
