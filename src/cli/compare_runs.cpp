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

std::string run_name(const MachineSource& machine, const std::string& workload) {
  return machine.name + "-" + workload;
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
  refuse_other_runs();
  for (MachineSource& machine : machines_) {
    if (!machine.file) continue;
    for (const auto& [file, network] : read) {
      RunOptions& run = run_options_.emplace_back();
      run.architecture = machine.file->path;
      run.workload = file;
      run.plan = options.plan;
      run.simulation = options.simulation;
      run.jobs = options.jobs;
      jobs_.emplace_back(&machine, prepare_run(run_options_.back(), machine.configuration, *network,
                                               {machine.file->path, file}));
    }
  }
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

/// What would make the runs incomparable is told before the first of them starts.
void CompareRuns::refuse_other_runs() const {
  if (options_.allow_different) return;
  core::Faults faults;
  for (const MachineSource& machine : machines_) {
    if (machine.file) continue;
    for (const auto& run : machine.runs) {
      const auto has = [&](const auto& network) { return network.name == run.workload; };
      if (std::none_of(networks_.begin(), networks_.end(), has)) {
        faults.add({run.source}, fmt::format("is a run of workload {}, which is not among those of "
                                             "--workload",
                                             core::quoted(run.workload)));
      }
      if (run.seed != options_.simulation.seed) {
        faults.add({run.source},
                   fmt::format("has seed {0}; --seed {0} simulates the others with it", run.seed));
      }
    }
  }
  faults.throw_if_any();
}

std::map<std::string, std::string> CompareRuns::simulate(const Console& console, ExitCode& code) {
  std::map<std::string, std::string> files;
  std::size_t number = 0;
  const std::size_t count = jobs_.size();
  while (!jobs_.empty()) {
    auto [machine, prepared] = std::move(jobs_.front());
    jobs_.pop_front();
    const std::string workload = prepared.report.workload;
    const std::string name = run_name(*machine, workload);
    const SimulatedRun done = simulate_run(std::move(prepared), console,
                                           fmt::format("{}/{} {}  ", ++number, count, name));
    if (verdict(done.records, console.err) != ExitCode::done) code = ExitCode::wrong_value;
    machine->runs.push_back(report::comparison::read_stored_run(
        done.files.at("report.json"), done.files.at("resolved.yaml"), name));
    for (const auto& [file, content] : done.files) {
      files[fmt::format("runs/{}/{}", name, file)] = content;
    }
  }
  return files;
}

}  // namespace gossamer::cli
