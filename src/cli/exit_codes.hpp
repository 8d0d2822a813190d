// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <ostream>

namespace gossamer::cli {

/// What the program tells its caller; the numbers are a contract (README.md).
enum class ExitCode : int {
  done = 0,
  simulation_fault = 1,
  bad_input = 2,
  wrong_value = 3,
  file_error = 4,
  program_bug = 70,
  interrupted = 130,
};

/// The table of exit codes that every `--help` ends with.
extern const char* const exit_code_help;

/// Runs a command. An exception becomes its message on `err` and its code: ConfigError 2, FileError
/// 4, SimulationStuck, OutOfMemory and std::bad_alloc 1, anything else 70.
ExitCode guarded(const std::function<ExitCode()>& command, std::ostream& err);

}  // namespace gossamer::cli
