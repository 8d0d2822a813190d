// SPDX-License-Identifier: Apache-2.0
#include "cli/run_report.hpp"

#include <filesystem>
#include <limits>

#include "cli/data_directory.hpp"
#include "cli/version.hpp"
#include "core/digest.hpp"
#include "core/text_file.hpp"
#include "report/invariants.hpp"

namespace gossamer::cli {

namespace {

/// The options that may change a result. The number of jobs, bursts, the order of modules and the
/// instruction set may not.
nlohmann::ordered_json options_that_matter(const RunOptions& options) {
  const arch::SimulationOptions& simulation = options.simulation;
  nlohmann::ordered_json json{{"layers", options.plan.layers},
                              {"skip_unsupported", options.plan.skip_unsupported},
                              {"values", simulation.values},
                              {"check", simulation.check}};
  if (simulation.stall_seed != 0) json["stall_seed"] = simulation.stall_seed;
  if (!simulation.fault.empty()) json["inject"] = simulation.fault;
  return json;
}

/// A path that does not tell where on this disk the shipped files are.
std::string input_name(const std::string& file, const std::filesystem::path& data) {
  const auto path = std::filesystem::path{file}.lexically_normal();
  const auto inside = data.empty() ? data : path.lexically_relative(data);
  return inside.empty() || *inside.begin() == ".." ? path.string() : inside.string();
}

std::vector<report::InputDigest> digests(const std::vector<std::string>& files) {
  constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();
  const std::filesystem::path data = data_directory();
  std::vector<report::InputDigest> inputs;
  for (const std::string& file : files) {
    inputs.push_back({input_name(file, data), core::digest(core::read_text_file(file, unlimited))});
  }
  return inputs;
}

}  // namespace

cost::CostModel load_prices(const arch::Operation& operation) {
  auto technology = cost::Technology::load(operation.technology);
  if (operation.calibration.empty()) return cost::CostModel{std::move(technology)};
  return cost::CostModel{std::move(technology), cost::Calibration::load(operation.calibration)};
}

report::RunReport start_report(const RunOptions& options, const arch::Configuration& configuration,
                               const std::string& workload, const std::vector<std::string>& inputs,
                               const cost::CostModel& prices) {
  report::RunReport report;
  report.version = version;
  report.architecture = configuration.name;
  report.config = configuration.parameters;
  report.workload = workload;
  report.seed = options.simulation.seed;
  report.options = options_that_matter(options);
  report.inputs = digests(inputs);
  report.clock_ghz = configuration.operation.clock_ghz;
  report.area_mm2 = prices.area(configuration.machine->components());
  return report;
}

void add_layers(report::RunReport& report, const std::vector<core::LayerRecord>& records,
                const arch::Configuration& configuration, const cost::CostModel& prices) {
  const core::Components components = configuration.machine->components();
  const arch::Operation& operation = configuration.operation;
  for (const core::LayerRecord& record : records) {
    report.layers.push_back(
        {record, prices.energy(record, components, operation.clock_ghz, operation.voltage)});
    report::check_invariants(report.layers.back());
  }
}

}  // namespace gossamer::cli
