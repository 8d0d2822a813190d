// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "arch/configuration.hpp"
#include "cli/run_plan.hpp"
#include "process_cost.hpp"

namespace gossamer::bench {

/// Which layers of which network are simulated on which machine.
struct Subject {
  std::string architecture;  ///< file or shipped name
  std::string workload;      ///< likewise
  std::vector<std::string> overrides;
  cli::PlanOptions plan;
  arch::SimulationOptions simulation;
};

/// A layer that has been simulated.
struct Measured {
  core::LayerRecord record;
  ProcessCost cost;
};

/// Simulates them in this process, one after the other.
std::vector<Measured> simulate(const Subject& subject, const ProcessMeter& meter);

}  // namespace gossamer::bench
