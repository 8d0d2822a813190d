// SPDX-License-Identifier: Apache-2.0
#include "cli/area_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "arch/configuration.hpp"
#include "cli/data_directory.hpp"
#include "cli/output_directory.hpp"
#include "cli/overrides.hpp"
#include "cli/run_report.hpp"
#include "cli/text_table.hpp"
#include "cost/sources.hpp"
#include "report/area_report.hpp"

namespace gossamer::cli {

namespace {

constexpr std::size_t terminal_width = 80;

constexpr const char* examples =
    "  gossamer area scnn\n"
    "  gossamer area scnn --set accumulator.banks=64 --set dram.type=hbm2\n"
    "  gossamer area my_arch.yaml --sources\n"
    "  gossamer area scnn --json -o out/area-scnn\n"
    "\n"
    "Nothing is simulated. An output directory gets area.json, with the sources if they\n"
    "are asked for.\n";

struct AreaOptions {
  std::string architecture;
  std::vector<std::string> overrides;
  std::string output;
  bool json = false;
  bool sources = false;
};

report::AreaReport make_report(const AreaOptions& options) {
  const std::filesystem::path data = data_directory();
  const auto configuration =
      arch::read_configuration(find_architecture(options.architecture, data),
                               parse_overrides(options.overrides), arch::catalog(), data);
  const arch::Operation& operation = configuration.operation;
  const cost::CostModel prices = load_prices(operation, *configuration.machine);
  const core::Components components = configuration.machine->components();
  report::AreaReport report{configuration.name,
                            pricing_of(prices, operation),
                            prices.area(components),
                            prices.area_tree(components),
                            {}};
  if (options.sources) {
    report.sources = prices.sources(components, operation.voltage);
    report.scaling = cost::scaling_sources(prices.technology());
  }
  return report;
}

/// "40 nm", or a dash for the 0 of what does not scale.
std::string place(double value, const char* unit) {
  return value > 0 ? fmt::format("{} {}", value, unit) : "-";
}

std::string prices_text(const std::vector<cost::SourceRow>& sources) {
  std::vector<TableRow> rows{
      {{"primitive", "quantity", "unit", "node", "supply", "factor", "mark"}, ""}};
  for (const auto& row : sources) {
    rows.push_back({{row.primitive, row.quantity, row.unit, place(row.node_nm, "nm"),
                     place(row.voltage, "V"), fmt::format("{:.4g}", row.factor), row.mark},
                    fmt::format("{}: {}", row.formula, row.source)});
  }
  return format_table(rows, terminal_width);
}

std::string scaling_text(const std::vector<cost::ScalingSource>& scaling) {
  std::vector<TableRow> rows{{{"scaling", "factor", "mark"}, ""}};
  for (const auto& row : scaling) rows.push_back({{row.what, row.law, row.mark}, row.source});
  return format_table(rows, terminal_width);
}

std::string fits_text(const std::vector<cost::Fit>& fits) {
  if (fits.empty()) return "";
  std::vector<TableRow> rows{{{"calibrated", "area factor", "energy factor"}, ""}};
  for (const auto& fit : fits) {
    std::vector<std::string> paths;
    for (const auto& covered : fit.components) paths.push_back(covered.path);
    rows.push_back({{fmt::format("{}", fmt::join(paths, ", ")), fmt::format("{}", fit.area_factor),
                     fmt::format("{}", fit.energy_factor)},
                    "fitted to: " + fit.target});
  }
  return "\n" + format_table(rows, terminal_width);
}

std::string sources_text(const report::AreaReport& report) {
  if (report.sources.empty()) return "";
  return "\n" + prices_text(report.sources) + "\n" + scaling_text(report.scaling) +
         fits_text(report.pricing.fits);
}

ExitCode area(const AreaOptions& options, const Console& console) {
  std::optional<OutputDirectory> output;
  const report::AreaReport report = make_report(options);
  if (!options.output.empty()) output.emplace(options.output);
  const std::string json = report::area_json(report);
  if (output) output->replace({{"area.json", json}});
  console.out << (options.json ? json : report::area_text(report) + sources_text(report));
  return ExitCode::done;
}

}  // namespace

Command add_area_command(CLI::App& app) {
  const auto options = std::make_shared<AreaOptions>();
  CLI::App* parser = add_subcommand(
      app, "area", "Tell the area of an accelerator by component, without simulating.", examples);
  parser->add_option("ARCH", options->architecture, "architecture (YAML)")
      ->required()
      ->check(not_empty());
  parser->add_option("-o,--output", options->output, "directory for area.json")->check(not_empty());
  parser
      ->add_option("--set", options->overrides,
                   "another value for a parameter: path=value; may be repeated")
      ->take_all()
      ->expected(1);
  parser->add_flag("--json", options->json, "JSON instead of a table");
  parser->add_flag("--sources", options->sources,
                   "also formula, node, factor, mark and source of every price");
  return {parser, [options](const Console& console) { return area(*options, console); }};
}

}  // namespace gossamer::cli
