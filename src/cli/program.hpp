// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/console.hpp"
#include "cli/exit_codes.hpp"

namespace gossamer::cli {

/// The whole program: parses the command line, executes the command, reports what went wrong.
ExitCode run_program(int argc, const char* const* argv, const Console& console);

}  // namespace gossamer::cli
