// SPDX-License-Identifier: Apache-2.0
#include "cli/program.hpp"

#include <CLI/CLI.hpp>

#include "cli/area_command.hpp"
#include "cli/compare_command.hpp"
#include "cli/describe_command.hpp"
#include "cli/prune_command.hpp"
#include "cli/quantize_command.hpp"
#include "cli/run_command.hpp"
#include "cli/sweep_command.hpp"
#include "cli/usage.hpp"
#include "cli/validate_command.hpp"
#include "cli/version.hpp"
#include "core/errors.hpp"

namespace gossamer::cli {

namespace {

/// A result that nobody could read is a failure, even if everything before went well.
ExitCode flushed(ExitCode code, std::ostream& out) {
  out.flush();
  if (!out) throw core::FileError{"standard output: cannot be written"};
  return code;
}

ExitCode execute(const std::vector<Command>& commands, const Console& console) {
  for (const Command& command : commands) {
    if (!command.parser->parsed()) continue;
    return guarded([&] { return flushed(command.execute(console), console.out); }, console.err);
  }
  return ExitCode::bad_input;
}

}  // namespace

ExitCode run_program(int argc, const char* const* argv, const Console& console) {
  CLI::App app{"Gossamer, a cycle-level simulator of deep-learning accelerators.", "gossamer"};
  app.set_version_flag("--version", std::string{"gossamer "} + version);
  app.require_subcommand(1);
  app.allow_extras();
  app.footer(std::string{"'gossamer COMMAND --help' tells more about a command.\n\n"} +
             exit_code_help);
  const std::vector<Command> commands{add_run_command(app),      add_compare_command(app),
                                      add_sweep_command(app),    add_area_command(app),
                                      add_prune_command(app),    add_quantize_command(app),
                                      add_describe_command(app), add_validate_command(app)};
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return guarded(
        [&] {
          app.exit(asked, console.out, console.err);
          return flushed(ExitCode::done, console.out);
        },
        console.err);
  } catch (const CLI::ParseError& error) {
    console.err << usage_fault(app, error.what());
    return ExitCode::bad_input;
  }
  if (!app.remaining(true).empty()) {
    console.err << usage_fault(app, "");
    return ExitCode::bad_input;
  }
  return execute(commands, console);
}

}  // namespace gossamer::cli
