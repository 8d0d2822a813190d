// SPDX-License-Identifier: Apache-2.0
#include "cli/describe_command.hpp"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "arch/catalog.hpp"
#include "arch/configuration.hpp"
#include "cli/text_table.hpp"
#include "core/errors.hpp"
#include "core/names.hpp"

namespace gossamer::cli {

namespace {

constexpr std::size_t terminal_width = 80;

constexpr const char* examples =
    "  gossamer describe                 every architecture\n"
    "  gossamer describe scnn            its parameters with default, range and unit\n"
    "  gossamer describe scnn --json     the same for programs\n";

struct DescribeOptions {
  std::string architecture;
  bool json = false;
};

const arch::CatalogEntry& find_entry(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& entry : arch::catalog()) {
    if (entry.name == name) return entry;
    names.emplace_back(entry.name);
  }
  throw core::ConfigError{{"gossamer describe"},
                          "unknown architecture '" + name + "'" + core::suggestion(name, names)};
}

nlohmann::ordered_json to_json(const core::ParameterInfo& parameter) {
  return {
      {"path", parameter.path},   {"type", parameter.type}, {"default", parameter.default_value},
      {"range", parameter.range}, {"unit", parameter.unit}, {"meaning", parameter.meaning}};
}

std::string describe_all(bool as_json) {
  std::vector<TableRow> rows{{{"architecture", "summary"}, ""}};
  auto json = nlohmann::ordered_json::array();
  for (const auto& entry : arch::catalog()) {
    rows.push_back({{std::string{entry.name}, std::string{entry.summary}}, ""});
    json.push_back({{"name", entry.name}, {"summary", entry.summary}});
  }
  return as_json ? json.dump(2) + "\n" : format_table(rows, terminal_width);
}

std::string describe_one(const arch::CatalogEntry& entry, bool as_json) {
  std::vector<TableRow> rows{{{"parameter", "default", "range", "unit"}, ""}};
  auto parameters = nlohmann::ordered_json::array();
  for (const auto& p : arch::describe_architecture(entry)) {
    rows.push_back({{p.path, p.default_value, p.range, p.unit}, p.meaning});
    parameters.push_back(to_json(p));
  }
  if (!as_json) {
    const auto title = wrap_text(fmt::format("{}: {}", entry.name, entry.summary), terminal_width);
    return fmt::format("{}\n\n{}", fmt::join(title, "\n"), format_table(rows, terminal_width));
  }
  const nlohmann::ordered_json json{
      {"name", entry.name}, {"summary", entry.summary}, {"parameters", std::move(parameters)}};
  return json.dump(2) + "\n";
}

ExitCode describe(const DescribeOptions& options, const Console& console) {
  console.out << (options.architecture.empty()
                      ? describe_all(options.json)
                      : describe_one(find_entry(options.architecture), options.json));
  return ExitCode::done;
}

}  // namespace

Command add_describe_command(CLI::App& app) {
  const auto options = std::make_shared<DescribeOptions>();
  CLI::App* parser = add_subcommand(
      app, "describe", "Tell every architecture, or every parameter of one.", examples);
  parser->add_option("ARCH", options->architecture, "architecture by its name in the catalogue");
  parser->add_flag("--json", options->json, "JSON instead of a table");
  return {parser, [options](const Console& console) { return describe(*options, console); }};
}

}  // namespace gossamer::cli
