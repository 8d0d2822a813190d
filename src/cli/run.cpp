// SPDX-License-Identifier: Apache-2.0
#include "cli/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "cli/data_directory.hpp"
#include "cli/interrupt.hpp"
#include "cli/layer_workers.hpp"
#include "cli/output_directory.hpp"
#include "cli/overrides.hpp"
#include "cli/progress.hpp"
#include "cli/run_info.hpp"
#include "cli/run_report.hpp"
#include "cli/trace.hpp"
#include "core/byte_size.hpp"
#include "core/errors.hpp"
#include "core/names.hpp"
#include "cost/accelergy_export.hpp"
#include "report/console_text.hpp"
#include "report/html/page.hpp"
#include "report/layers_csv.hpp"
#include "report/report_json.hpp"
#include "report/resolved_yaml.hpp"
#include "report/timeline.hpp"
#include "workload/operand_values.hpp"
#include "workload/reader.hpp"

namespace gossamer::cli {

namespace fs = std::filesystem;

namespace {

/// --inject is a hook for tests; a misspelt name would pass for a machine without faults.
void refuse_unknown_fault(const std::string& fault, const arch::Machine& machine) {
  const std::vector<std::string> names = machine.faults();
  if (fault.empty() || std::find(names.begin(), names.end(), fault) != names.end()) return;
  throw core::ConfigError{{"--inject"},
                          fmt::format("{} is no fault of this machine; allowed: {}",
                                      core::quoted(fault), core::joined(names))};
}

/// A fault that struck nowhere has shown nothing.
void require_struck(const std::string& fault, const std::vector<core::LayerRecord>& records) {
  const auto struck = [](const core::LayerRecord& record) {
    const auto count = record.run_info.find("faults_injected");
    return count != record.run_info.end() && count->second > 0;
  };
  if (fault.empty() || std::any_of(records.begin(), records.end(), struck)) return;
  throw core::ConfigError{
      {"--inject"},
      fmt::format("the chosen layers have nothing that {} could lose", core::quoted(fault))};
}

void refuse_contradictions(const RunOptions& options) {
  if (options.simulation.check && !options.simulation.values) {
    throw core::ConfigError{{"gossamer run"},
                            "--check needs values to compare; leave out --check or --no-values"};
  }
  check_trace_options(options.trace);
}

std::string output_path(const RunOptions& options) {
  if (!options.output.empty()) return options.output;
  const fs::path architecture{options.architecture};
  const fs::path workload{options.workload};
  return (fs::path{"out"} / (architecture.stem().string() + "-" + workload.stem().string()))
      .string();
}

std::vector<core::LayerRecord> simulate(const RunOptions& options, const RunPlan& plan,
                                        const arch::Machine& machine, const Console& console,
                                        const std::string& label) {
  const auto recording = recorder_settings(options.trace, plan.layers);
  Progress progress{console.err_is_terminal ? &console.err : nullptr, plan.layers.size(), label};
  return simulate_layers(machine, plan.layers, options.simulation, options.jobs, progress,
                         recording);
}

std::map<std::string, std::string> report_files(const report::RunReport& report) {
  std::map<std::string, std::string> files{{"report.json", report::report_json(report)},
                                           {"layers.csv", report::layers_csv(report)},
                                           {"resolved.yaml", report::resolved_yaml(report)}};
  if (report::html::has_pages()) files["report.html"] = report::html::run_html(report);
  return files;
}

std::string skipped_text(const std::vector<report::SkippedLayer>& skipped) {
  std::string text;
  for (const auto& layer : skipped) {
    text += fmt::format("Skipped {} ({}, {} of operands): {}\n", layer.name, layer.kind,
                        core::format_bytes(layer.bytes), layer.reason);
  }
  return text;
}

/// Files that the machine's number formats cannot hold, all at once.
void check_operands(const std::vector<workload::Layer>& layers, const arch::Machine& machine) {
  core::Faults faults;
  for (const workload::Layer& layer : layers) machine.check_operands(layer, faults);
  faults.throw_if_any();
}

}  // namespace

ExitCode verdict(const std::vector<core::LayerRecord>& records, std::ostream& err) {
  ExitCode code = ExitCode::done;
  for (const auto& record : records) {
    for (const std::string& mismatch : record.mismatches) {
      err << "layer '" << record.name << "': " << mismatch << '\n';
      code = ExitCode::wrong_value;
    }
  }
  return code;
}

ExitCode run(const RunOptions& options, const Console& console) {
  refuse_contradictions(options);
  const fs::path data = data_directory();
  const std::string architecture = find_architecture(options.architecture, data);
  const std::string workload = find_workload(options.workload, data);
  const auto configuration = arch::read_configuration(
      architecture, parse_overrides(options.overrides), arch::catalog(), data);
  const workload::Network network = workload::read_network(workload);
  return run(options, configuration, network, {architecture, workload}, console);
}

namespace {

/// accelergy/ERT.yaml and so on.
void add_accelergy(SimulatedRun& done, const PreparedRun& prepared) {
  const arch::Operation& operation = prepared.configuration.operation;
  const auto files = cost::accelergy_files(prepared.configuration.name, prepared.prices,
                                           prepared.configuration.machine->components(),
                                           done.records, operation.clock_ghz, operation.voltage);
  for (const auto& [name, text] : files) done.files["accelergy/" + name] = text;
}

}  // namespace

PreparedRun prepare_run(const RunOptions& options, const arch::Configuration& configuration,
                        const workload::Network& network, const NamedFiles& named) {
  const arch::Machine& machine = *configuration.machine;
  refuse_unknown_fault(options.simulation.fault, machine);
  RunPlan plan = plan_run(machine, network, options.plan, options.simulation);
  cost::CostModel prices = load_prices(configuration.operation, machine);
  workload::check_operand_values(plan.layers, machine.operand_values());
  check_operands(plan.layers, machine);
  auto report = start_report(options, configuration, network.name,
                             digest_inputs(named, configuration.operation,
                                           prices.technology().library().file(), plan.layers),
                             prices);
  report.skipped = plan.skipped;
  return {options, configuration, std::move(plan), std::move(prices), std::move(report)};
}

SimulatedRun simulate_run(PreparedRun prepared, const Console& console, const std::string& label) {
  const RunOptions& options = prepared.options;
  const RunClock clock;
  SimulatedRun done;
  done.records = simulate(options, prepared.plan, *prepared.configuration.machine, console, label);
  require_struck(options.simulation.fault, done.records);
  done.report = std::move(prepared.report);
  add_layers(done.report, done.records, prepared.configuration, prepared.prices);
  done.files = report_files(done.report);
  add_trace_files(options.trace, done.report, done.files);
  if (options.accelergy) add_accelergy(done, prepared);
  done.files["run_info.json"] = run_info_json(clock, options.jobs, done.records);
  return done;
}

ExitCode run(const RunOptions& options, const arch::Configuration& configuration,
             const workload::Network& network, const NamedFiles& named, const Console& console) {
  const EndOnInterrupt end_on_interrupt;
  PreparedRun prepared = prepare_run(options, configuration, network, named);
  const std::string directory = output_path(options);
  const OutputDirectory output{directory};
  const SimulatedRun done = simulate_run(std::move(prepared), console);
  output.replace(done.files);
  console.out << report::console_text(done.report) << skipped_text(done.report.skipped)
              << (options.trace.any() ? report::timeline_text(done.report) : "")
              << "Report: " << directory << '\n';
  console.err << unreached_window(options.trace, done.records);
  return verdict(done.records, console.err);
}

}  // namespace gossamer::cli
