// SPDX-License-Identifier: Apache-2.0
#include "cli/compare_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/data_directory.hpp"
#include "core/errors.hpp"
#include "core/names.hpp"
#include "workload/reader.hpp"

namespace gossamer::cli {

namespace {

bool is_simulated(const MachineSource& machine) {
  return machine.file.has_value();
}

/// All that a run can be refused for. Whether its time will depend on values is not known: without
/// values it is taken to.
report::comparison::StoredRun expected_run(const PreparedRun& prepared, const std::string& source) {
  const RunOptions& options = prepared.options;
  report::comparison::StoredRun run;
  run.source = source;
  run.workload = prepared.report.workload;
  run.seed = options.simulation.seed;
  run.values = options.simulation.values;
  run.skipped = prepared.plan.skipped;
  for (const auto& input : prepared.report.inputs) {
    report::comparison::add_input(run, input.role, input.sha256);
  }
  for (const workload::Layer& layer : prepared.plan.layers) {
    core::LayerRecord& record = run.layers.emplace_back().record;
    record.name = layer.name;
    record.kind = layer.kind;
    record.macs = workload::macs(layer) * layer.invocations();
    record.timing = run.values ? core::Timing::exact : core::Timing::statistical;
  }
  return run;
}

}  // namespace

CompareRuns::CompareRuns(std::vector<MachineSource>& machines, const CompareOptions& options)
    : machines_{machines}, options_{options} {
  if (std::none_of(machines.begin(), machines.end(), is_simulated)) {
    refuse_idle_options();
    return;
  }
  if (options.simulation.check && !options.simulation.values) {
    throw core::ConfigError{{"gossamer compare"},
                            "--check needs values to compare; leave out --check or --no-values"};
  }
  std::vector<std::string> names;
  std::vector<std::pair<std::string, const workload::Network*>> read;
  for (const std::string& file : workload_files()) {
    networks_.push_back(workload::read_network(file));
    const std::string& name = networks_.back().name;
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      throw core::ConfigError{
          {"--workload"},
          fmt::format("{} is given twice; allowed: one of each name", core::quoted(name))};
    }
    names.push_back(name);
    read.emplace_back(file, &networks_.back());
  }
  for (MachineSource& machine : machines_) {
    if (!machine.file) continue;
    for (const auto& [file, network] : read) add_job(machine, file, *network);
  }
}

void CompareRuns::add_job(MachineSource& machine, const std::string& file,
                          const workload::Network& network) {
  RunOptions& run = run_options_.emplace_back();
  run.architecture = machine.file->path;
  run.workload = file;
  run.plan = options_.plan;
  run.simulation = options_.simulation;
  run.jobs = options_.jobs;
  jobs_.push_back({machine, machine.runs.size(), free_name(machine.name + "-" + network.name),
                   prepare_run(run, machine.configuration, network, {machine.file->path, file})});
  machine.runs.push_back(expected_run(jobs_.back().prepared, machine.name + " on " + network.name));
}

/// Both parts of a name may have a '-'.
std::string CompareRuns::free_name(const std::string& name) const {
  std::string free = name;
  const auto taken = [&](const Job& job) { return job.name == free; };
  for (unsigned n = 2; std::any_of(jobs_.begin(), jobs_.end(), taken); ++n) {
    free = fmt::format("{}-{}", name, n);
  }
  return free;
}

/// Those of the command line, or that of the directories beside the configurations.
std::vector<std::string> CompareRuns::workload_files() const {
  std::vector<std::string> files;
  for (const std::string& given : options_.workloads) {
    files.push_back(find_workload(given, data_directory(), "it is a MACHINE"));
  }
  if (files.empty()) {
    std::string simulated;
    for (const MachineSource& machine : machines_) {
      if (machine.file && simulated.empty()) simulated = machine.name;
    }
    throw core::ConfigError{{"gossamer compare"},
                            fmt::format("--workload is missing: {} is a configuration and is to be "
                                        "simulated",
                                        core::quoted(simulated))};
  }
  return files;
}

void CompareRuns::refuse_idle_options() const {
  if (options_.run_options.empty()) return;
  throw core::ConfigError{{options_.run_options.front()},
                          "nothing is simulated here, all machines are directories of runs; leave "
                          "it out"};
}

std::map<std::string, std::string> CompareRuns::simulate(const Console& console, ExitCode& code) {
  std::map<std::string, std::string> files;
  std::size_t number = 0;
  const std::size_t count = jobs_.size();
  while (!jobs_.empty()) {
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    const std::string& name = job.name;
    const SimulatedRun done = simulate_run(std::move(job.prepared), console,
                                           fmt::format("{}/{} {}  ", ++number, count, name));
    if (verdict(done.records, console.err) != ExitCode::done) code = ExitCode::wrong_value;
    report::comparison::StoredRun& run = job.machine.runs[job.run];
    run = report::comparison::read_stored_run(done.files.at("report.json"),
                                              done.files.at("resolved.yaml"), run.source);
    for (const auto& [file, content] : done.files) {
      files[fmt::format("runs/{}/{}", name, file)] = content;
    }
  }
  return files;
}

}  // namespace gossamer::cli
