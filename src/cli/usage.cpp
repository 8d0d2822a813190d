// SPDX-License-Identifier: Apache-2.0
#include "cli/usage.hpp"

#include <fmt/format.h>

#include <vector>

#include "core/names.hpp"
#include "core/yaml.hpp"

namespace gossamer::cli {

namespace {

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

/// Long names of the options that `--help` shows.
std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

const CLI::App& chosen_parser(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : *chosen.front();
}

std::string unknown_argument(const CLI::App& app, const std::vector<std::string>& arguments) {
  const CLI::App& parser = chosen_parser(app);
  for (const std::string& argument : arguments) {
    if (argument.size() < 2 || argument.front() != '-') continue;
    const std::string name = argument.substr(0, argument.find('='));
    return fmt::format("unknown option '{}'{}", name, core::suggestion(name, option_names(parser)));
  }
  const std::string& first = arguments.front();
  if (&parser == &app) {
    return fmt::format("unknown command '{}'{}", first,
                       core::suggestion(first, command_names(app)));
  }
  return fmt::format("unexpected argument '{}'", first);
}

/// The parser's own words for an option without a value or with too many are not for users; "" if
/// neither is the case.
std::string miscounted_option(const CLI::App& parser, const std::string& complaint) {
  for (const CLI::Option* option : parser.get_options()) {
    const bool once = option->get_multi_option_policy() == CLI::MultiOptionPolicy::Throw;
    if (once && option->get_items_expected_max() == 1 && option->count() > 1) {
      return option->get_name() + ": given twice; allowed: once";
    }
    const bool empty = complaint.rfind(option->get_name() + ": ", 0) == 0 &&
                       complaint.find(" missing") != std::string::npos;
    if (empty) return option->get_name() + ": a value is missing behind it";
  }
  return "";
}

}  // namespace

CLI::App* add_subcommand(CLI::App& app, const std::string& name, const std::string& summary,
                         const std::string& examples) {
  CLI::App* command = app.add_subcommand(name, summary);
  command->footer("Examples:\n" + examples + "\n" + exit_code_help);
  command->allow_extras();
  return command;
}

std::string usage_fault(const CLI::App& app, const std::string& complaint) {
  const auto unknown = app.remaining(true);
  const CLI::App& parser = chosen_parser(app);
  std::string text = complaint;
  if (!unknown.empty()) {
    text = unknown_argument(app, unknown);
  } else if (&parser == &app) {
    text = fmt::format("a command is needed; allowed: {}", fmt::join(command_names(app), ", "));
  } else if (const std::string miscounted = miscounted_option(parser, complaint);
             !miscounted.empty()) {
    text = miscounted;
  }
  const std::string name = &parser == &app ? "gossamer" : "gossamer " + parser.get_name();
  return fmt::format("{}: {}\n'{} --help' shows what is allowed.\n", name, text, name);
}

CLI::Validator whole_number(std::int64_t min, std::int64_t max) {
  const auto check = [min, max](const std::string& text) -> std::string {
    std::int64_t value = 0;
    if (core::parse_integer(text, value) && value >= min && value <= max) return "";
    return fmt::format("'{}' is not allowed; allowed: a whole number from {} to {}", text, min,
                       max);
  };
  return CLI::Validator{check, ""};
}

CLI::Validator not_empty() {
  const auto check = [](const std::string& text) -> std::string {
    return text.empty() ? "'' is not allowed; allowed: a text that is not empty" : "";
  };
  return CLI::Validator{check, ""};
}

}  // namespace gossamer::cli
