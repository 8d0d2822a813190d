// SPDX-License-Identifier: Apache-2.0
#include "cli/usage.hpp"

#include <CLI/CLI.hpp>

#include "support/catch.hpp"

namespace gossamer::cli {

namespace {

/// What is said about a command line of a program with one command, `run FILE [--jobs N] [--check]`
/// and a hidden option --secret.
std::string fault_of(const std::string& command_line) {
  CLI::App app{"", "gossamer"};
  app.require_subcommand(1);
  app.allow_extras();
  CLI::App* run = add_subcommand(app, "run", "Run.", "");
  std::string file, jobs, secret;
  bool check = false;
  run->add_option("FILE", file)->required();
  run->add_option("--jobs", jobs)->check(whole_number(1, 64));
  run->add_option("--secret", secret)->group("");
  run->add_flag("--check", check);
  try {
    app.parse(command_line);
  } catch (const CLI::ParseError& error) {
    return usage_fault(app, error.what());
  }
  return app.remaining(true).empty() ? "" : usage_fault(app, "");
}

}  // namespace

TEST_CASE("a command line that is right has no fault") {
  CHECK(fault_of("run x --jobs 64 --check") == "");
}

TEST_CASE("an unknown command is named with the nearest") {
  CHECK(fault_of("rum x") ==
        "gossamer: unknown command 'rum'; did you mean 'run'?\n"
        "'gossamer --help' shows what is allowed.\n");
  CHECK_THAT(fault_of("frobnicate"), Catch::Contains("'frobnicate'; allowed: run\n"));
}

TEST_CASE("without a command all commands are listed") {
  CHECK_THAT(fault_of(""), Catch::StartsWith("gossamer: a command is needed; allowed: run\n"));
}

TEST_CASE("an unknown option is named with the nearest, even where something else is missing too") {
  const auto* line = GENERATE("run x --chek", "run --chek", "run x --chek=3");
  CAPTURE(line);
  CHECK_THAT(fault_of(line),
             Catch::StartsWith("gossamer run: unknown option '--chek'; did you mean '--check'?\n"));
}

TEST_CASE("hidden options are no suggestion") {
  CHECK_THAT(fault_of("run x --secre 1"), !Catch::Contains("--secret"));
}

TEST_CASE("an argument too many and one too few are told apart") {
  CHECK_THAT(fault_of("run x y"), Catch::Contains("unexpected argument 'y'"));
  CHECK_THAT(fault_of("run"), Catch::Contains("FILE is required"));
}

TEST_CASE("an option given twice or without its value is said so in words") {
  CHECK_THAT(fault_of("run x --jobs 1 --jobs 2"),
             Catch::StartsWith("gossamer run: --jobs: given twice; allowed: once\n"));
  CHECK_THAT(fault_of("run x --jobs"),
             Catch::StartsWith("gossamer run: --jobs: a value is missing behind it\n"));
}

TEST_CASE("a number outside its range is refused with the range") {
  const auto* number = GENERATE("0", "65", "-1", "abc", "1.5", "010", "0x10", "1e1");
  CAPTURE(number);
  CHECK_THAT(fault_of(std::string{"run x --jobs "} + number),
             Catch::Contains(std::string{"--jobs: '"} + number +
                             "' is not allowed; allowed: a whole number from 1 to 64"));
}

TEST_CASE("the help of a command ends with examples and exit codes") {
  CLI::App app{"", "gossamer"};
  const CLI::App* command = add_subcommand(app, "run", "Run.", "  gossamer run x\n");
  CHECK_THAT(command->help(), Catch::Contains("Examples:\n  gossamer run x\n"));
  CHECK_THAT(command->help(), Catch::Contains("130  interrupted"));
}

}  // namespace gossamer::cli
