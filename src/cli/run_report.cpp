// SPDX-License-Identifier: Apache-2.0
#include "cli/run_report.hpp"

#include <utility>

#include "cli/data_directory.hpp"
#include "cli/input_files.hpp"
#include "cli/version.hpp"
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

}  // namespace

cost::Technology load_technology(const std::string& file) {
  const std::filesystem::path data = data_directory();
  const auto shipped = data.empty() ? data : data / "configs" / "technology";
  return cost::Technology::load(file, shipped);
}

report::Pricing pricing_of(const cost::CostModel& prices, const arch::Operation& operation) {
  const cost::Technology& technology = prices.technology();
  return {technology.name(), technology.method(), operation.voltage, prices.calibration().name(),
          prices.calibration().fits()};
}

cost::CostModel load_prices(const arch::Operation& operation, const arch::Machine& machine) {
  auto technology = load_technology(operation.technology);
  cost::Calibration calibration;
  if (!operation.calibration.empty()) calibration = cost::Calibration::load(operation.calibration);
  cost::CostModel prices{std::move(technology), std::move(calibration),
                         cost::AccelergyTables::load(operation.ert, operation.art)};
  prices.check(machine.components(), machine.counters());
  return prices;
}

report::RunReport start_report(const RunOptions& options, const arch::Configuration& configuration,
                               const std::string& workload, std::vector<report::InputDigest> inputs,
                               const cost::CostModel& prices) {
  report::RunReport report;
  report.version = version;
  report.architecture = configuration.name;
  report.config = configuration.parameters;
  report.repeatable_config = repeatable_config(configuration);
  report.workload = workload;
  report.seed = options.simulation.seed;
  report.options = options_that_matter(options);
  report.inputs = std::move(inputs);
  report.clock_ghz = configuration.operation.clock_ghz;
  report.slot_reasons = configuration.machine->slot_reasons();
  report.multiplying_modules = configuration.machine->multiplying_modules();
  report.pricing = pricing_of(prices, configuration.operation);
  report.area_tree = prices.area_tree(configuration.machine->components());
  report.area_mm2 = prices.area(configuration.machine->components());
  return report;
}

void add_layers(report::RunReport& report, const std::vector<core::LayerRecord>& records,
                const arch::Configuration& configuration, const cost::CostModel& prices) {
  const core::Components components = configuration.machine->components();
  const arch::Operation& operation = configuration.operation;
  for (const core::LayerRecord& record : records) {
    cost::LayerEnergy energy =
        prices.energy(record, components, operation.clock_ghz, operation.voltage);
    report.layers.push_back({record, std::move(energy.leaves), std::move(energy.parts)});
    report::check_invariants(report.layers.back());
  }
}

}  // namespace gossamer::cli
