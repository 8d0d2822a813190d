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

/// A technology file, its library beside it or shipped. Throws like cost::Technology::load.
cost::Technology load_technology(const std::string& file);

/// What a report says about its areas and energies.
report::Pricing pricing_of(const cost::CostModel& prices, const arch::Operation& operation);

/// The technology and calibration files that an architecture names. Throws FileError, and
/// ConfigError also for whatever of the machine has no price, before anything is simulated.
cost::CostModel load_prices(const arch::Operation& operation, const arch::Machine& machine);

/// Everything a report says before anything is simulated: parameters, options, inputs, area.
report::RunReport start_report(const RunOptions& options, const arch::Configuration& configuration,
                               const std::string& workload, std::vector<report::InputDigest> inputs,
                               const cost::CostModel& prices);

/// Adds simulated layers and what they cost. Throws SimulationStuck if a layer broke an invariant,
/// ConfigError for counted actions without a price.
void add_layers(report::RunReport& report, const std::vector<core::LayerRecord>& records,
                const arch::Configuration& configuration, const cost::CostModel& prices);

}  // namespace gossamer::cli
