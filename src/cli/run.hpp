// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "arch/configuration.hpp"
#include "cli/console.hpp"
#include "cli/exit_codes.hpp"
#include "cli/input_files.hpp"
#include "cli/run_options.hpp"
#include "cli/run_plan.hpp"
#include "cost/cost_model.hpp"
#include "report/run_report.hpp"
#include "workload/layer.hpp"

namespace gossamer::cli {

/// Reads the files of a run, simulates, writes the output directory and prints the report. Throws
/// ConfigError, FileError, SimulationStuck.
ExitCode run(const RunOptions& options, const Console& console);

/// A run that everything has been read for and that nothing stands against.
struct PreparedRun {
  const RunOptions& options;
  const arch::Configuration& configuration;
  RunPlan plan;
  cost::CostModel prices;
  report::RunReport report;  ///< without its layers
};

/// Throws like run(), before anything is simulated. `options` and `configuration` must outlive what
/// is returned.
PreparedRun prepare_run(const RunOptions& options, const arch::Configuration& configuration,
                        const workload::Network& network, const NamedFiles& named);

/// What a run leaves: its report, and the files of its output directory.
struct SimulatedRun {
  std::vector<core::LayerRecord> records;
  report::RunReport report;
  std::map<std::string, std::string> files;
};

/// Simulates; `label` stands before the progress. Throws SimulationStuck, ConfigError, FileError.
SimulatedRun simulate_run(PreparedRun prepared, const Console& console,
                          const std::string& label = "");

/// Says on `err` what --check found.
ExitCode verdict(const std::vector<core::LayerRecord>& records, std::ostream& err);

/// run() for an accelerator and a network that have been read; `named` are the files they came
/// from. Nothing is written unless everything was simulated.
ExitCode run(const RunOptions& options, const arch::Configuration& configuration,
             const workload::Network& network, const NamedFiles& named, const Console& console);

}  // namespace gossamer::cli
