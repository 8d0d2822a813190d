// SPDX-License-Identifier: Apache-2.0
#include "cli/describe_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "arch/catalog.hpp"
#include "arch/configuration.hpp"
#include "cli/data_directory.hpp"
#include "cli/text_table.hpp"
#include "core/errors.hpp"
#include "core/names.hpp"

namespace gossamer::cli {

namespace {

constexpr std::size_t terminal_width = 80;

constexpr const char* examples =
    "  gossamer describe                 every architecture\n"
    "  gossamer describe scnn            its parameters with default, range and unit\n"
    "  gossamer describe dcnn_opt        those of a shipped configuration, with its values\n"
    "  gossamer describe scnn --json     the same for programs\n";

struct DescribeOptions {
  std::string architecture;
  bool json = false;
};

/// An architecture, or a shipped configuration of one.
struct Subject {
  const arch::CatalogEntry& entry;
  std::string name;
  nlohmann::ordered_json values;  ///< of the configuration; null for an architecture
};

std::optional<arch::Configuration> shipped_configuration(const std::string& name) {
  const std::filesystem::path data = data_directory();
  const std::filesystem::path file = data / "configs" / "arch" / (name + ".yaml");
  std::error_code error;
  if (data.empty() || !std::filesystem::exists(file, error)) return std::nullopt;
  return arch::read_configuration(file.string(), {}, arch::catalog(), data);
}

const arch::CatalogEntry* find_entry(const std::string& name) {
  const auto& entries = arch::catalog();
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const auto& entry) { return entry.name == name; });
  return found == entries.end() ? nullptr : &*found;
}

Subject find_subject(const std::string& name) {
  if (const auto* entry = find_entry(name)) return {*entry, name, {}};
  if (auto configuration = shipped_configuration(name)) {
    return {*find_entry(configuration->architecture), name, std::move(configuration->parameters)};
  }
  std::vector<std::string> names;
  for (const auto& entry : arch::catalog()) names.emplace_back(entry.name);
  throw core::ConfigError{{"gossamer describe"},
                          "unknown architecture '" + name + "'" + core::suggestion(name, names)};
}

/// The value of a parameter in a configuration, as it is written in YAML.
std::string value_of(const nlohmann::ordered_json& values, std::string path) {
  std::replace(path.begin(), path.end(), '.', '/');
  const auto& value = values.at(nlohmann::ordered_json::json_pointer{"/" + path});
  return value.is_string() ? value.get<std::string>() : value.dump();
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

std::string describe_one(const Subject& subject, bool as_json) {
  const bool configured = !subject.values.is_null();
  std::vector<TableRow> rows{
      {{"parameter", configured ? "value" : "default", "range", "unit"}, ""}};
  auto parameters = nlohmann::ordered_json::array();
  for (const auto& p : arch::describe_architecture(subject.entry)) {
    const std::string value = configured ? value_of(subject.values, p.path) : p.default_value;
    rows.push_back({{p.path, value, p.range, p.unit}, p.meaning});
    parameters.push_back(to_json(p));
    if (configured) parameters.back()["value"] = value;
  }
  const std::string summary = configured ? fmt::format("a configuration of {} ({})",
                                                       subject.entry.name, subject.entry.summary)
                                         : std::string{subject.entry.summary};
  if (!as_json) {
    const auto title = wrap_text(fmt::format("{}: {}", subject.name, summary), terminal_width);
    return fmt::format("{}\n\n{}", fmt::join(title, "\n"), format_table(rows, terminal_width));
  }
  const nlohmann::ordered_json json{
      {"name", subject.name}, {"summary", summary}, {"parameters", std::move(parameters)}};
  return json.dump(2) + "\n";
}

ExitCode describe(const DescribeOptions& options, const Console& console) {
  console.out << (options.architecture.empty()
                      ? describe_all(options.json)
                      : describe_one(find_subject(options.architecture), options.json));
  return ExitCode::done;
}

}  // namespace

Command add_describe_command(CLI::App& app) {
  const auto options = std::make_shared<DescribeOptions>();
  CLI::App* parser = add_subcommand(
      app, "describe", "Tell every architecture, or every parameter of one.", examples);
  parser->add_option("ARCH", options->architecture,
                     "architecture of the catalogue, or a shipped configuration");
  parser->add_flag("--json", options->json, "JSON instead of a table");
  return {parser, [options](const Console& console) { return describe(*options, console); }};
}

}  // namespace gossamer::cli
