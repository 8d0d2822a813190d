// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/machine.hpp"
#include "cli/run_plan.hpp"
#include "cli/usage.hpp"

namespace gossamer::cli {

/// Options of every command that simulates: which layers, and how. The objects must outlive the
/// parser.
void add_simulation_options(CLI::App& parser, PlanOptions& plan,
                            arch::SimulationOptions& simulation, unsigned& jobs);

/// `gossamer run ARCH WORKLOAD`: simulates a network and writes its report.
Command add_run_command(CLI::App& app);

}  // namespace gossamer::cli
