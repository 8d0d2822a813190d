// SPDX-License-Identifier: Apache-2.0
#include "cli/exit_codes.hpp"

#include <exception>
#include <new>

#include "core/errors.hpp"

namespace gossamer::cli {

const char* const exit_code_help =
    "Exit codes:\n"
    "  0    done\n"
    "  1    a fault of the simulation: deadlock, broken invariant, or too little memory\n"
    "  2    bad usage or bad input\n"
    "  3    --check found a wrong value\n"
    "  4    a file could not be read or written\n"
    "  70   a bug of the program\n"
    "  130  interrupted\n";

namespace {

/// Ends a message with exactly one newline.
void print(std::ostream& err, const std::string& text) {
  err << text;
  if (text.empty() || text.back() != '\n') err << '\n';
  err.flush();
}

ExitCode report_bug(std::ostream& err, const std::string& what) {
  print(err,
        "gossamer: unexpected fault: " + what +
            "\nThis is a bug of the program, not of your input. Please report it together with "
            "the command line\nand the input files.");
  return ExitCode::program_bug;
}

}  // namespace

ExitCode guarded(const std::function<ExitCode()>& command, std::ostream& err) {
  try {
    return command();
  } catch (const core::ConfigError& error) {
    print(err, core::to_string(error));
    return ExitCode::bad_input;
  } catch (const core::FileError& error) {
    print(err, error.what());
    return ExitCode::file_error;
  } catch (const core::SimulationStuck& error) {
    print(err, error.what());
    return ExitCode::simulation_fault;
  } catch (const core::OutOfMemory& error) {
    print(err, error.what());
    return ExitCode::simulation_fault;
  } catch (const std::bad_alloc&) {
    print(err, "gossamer: out of memory");
    return ExitCode::simulation_fault;
  } catch (const std::exception& error) {
    return report_bug(err, error.what());
  } catch (...) {
    return report_bug(err, "an exception of unknown type");
  }
}

}  // namespace gossamer::cli
