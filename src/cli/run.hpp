// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/configuration.hpp"
#include "cli/console.hpp"
#include "cli/exit_codes.hpp"
#include "cli/input_files.hpp"
#include "cli/run_options.hpp"
#include "workload/layer.hpp"

namespace gossamer::cli {

/// Reads the files of a run, simulates, writes the output directory and prints the report. Throws
/// ConfigError, FileError, SimulationStuck.
ExitCode run(const RunOptions& options, const Console& console);

/// The same for an accelerator and a network that have been read; `named` are the files they came
/// from. Nothing is written unless everything was simulated.
ExitCode run(const RunOptions& options, const arch::Configuration& configuration,
             const workload::Network& network, const NamedFiles& named, const Console& console);

}  // namespace gossamer::cli
