// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "cli/console.hpp"
#include "cli/exit_codes.hpp"

namespace gossamer::cli {

/// A subcommand: its part of the command line, and what it does once that has been parsed.
struct Command {
  CLI::App* parser = nullptr;
  std::function<ExitCode(const Console&)> execute;
};

/// Declares a subcommand whose help ends with `examples` and the exit codes.
CLI::App* add_subcommand(CLI::App& app, const std::string& name, const std::string& summary,
                         const std::string& examples);

/// What is wrong with a command line, with the nearest valid name and where to read on. Arguments
/// that nothing recognised go first; `complaint` is the parser's, used if there are none.
std::string usage_fault(const CLI::App& app, const std::string& complaint);

/// Accepts decimal whole numbers from `min` to `max`, strictly.
CLI::Validator whole_number(std::int64_t min, std::int64_t max);

/// Accepts every text but the empty one.
CLI::Validator not_empty();

}  // namespace gossamer::cli
