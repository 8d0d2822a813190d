// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/compare_options.hpp"
#include "cli/console.hpp"
#include "cli/exit_codes.hpp"

namespace gossamer::cli {

/// Reads or simulates the machines, compares them, writes the output directory and prints the
/// comparison. Throws ConfigError (also for runs that cannot be compared), FileError,
/// SimulationStuck.
ExitCode compare(const CompareOptions& options, const Console& console);

}  // namespace gossamer::cli
