// SPDX-License-Identifier: Apache-2.0
#include "cli/compare_groups.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "core/errors.hpp"
#include "core/names.hpp"
#include "report/comparison/differences.hpp"

namespace gossamer::cli {

namespace {

using report::comparison::StoredRun;

void add_new(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

/// Names of all workloads, in the order in which machines have run them.
std::vector<std::string> workload_names(const std::vector<MachineSource>& machines) {
  std::vector<std::string> names;
  for (const MachineSource& machine : machines) {
    for (const StoredRun& run : machine.runs) add_new(names, run.workload);
  }
  return names;
}

const StoredRun* find_run(const MachineSource& machine, const std::string& workload) {
  for (const StoredRun& run : machine.runs) {
    if (run.workload == workload) return &run;
  }
  return nullptr;
}

std::vector<RunGroup> group_by_workload(const std::vector<MachineSource>& machines) {
  std::vector<RunGroup> groups;
  for (const std::string& name : workload_names(machines)) {
    RunGroup group{name, {}};
    for (const MachineSource& machine : machines) group.runs.push_back(find_run(machine, name));
    groups.push_back(std::move(group));
  }
  return groups;
}

/// Machines that have run one workload each, of several names: a comparison of unlike things.
std::optional<RunGroup> group_unlike(const std::vector<MachineSource>& machines) {
  RunGroup group;
  for (const MachineSource& machine : machines) {
    if (machine.runs.size() != 1) return {};
    group.runs.push_back(&machine.runs.front());
  }
  group.name = fmt::format("{}", fmt::join(workload_names(machines), " / "));
  return group;
}

std::vector<core::Fault> faults_of(const RunGroup& group,
                                   const std::vector<MachineSource>& machines,
                                   std::size_t baseline) {
  std::vector<const StoredRun*> runs;
  std::vector<core::Fault> faults;
  for (std::size_t i = 0; i < machines.size(); ++i) {
    if (group.runs[i] == nullptr) {
      faults.push_back({{machines[i].source},
                        fmt::format("is {}, which has not run workload {}", machines[i].name,
                                    core::quoted(group.name))});
    } else {
      runs.insert(i == baseline ? runs.begin() : runs.end(), group.runs[i]);
    }
  }
  for (core::Fault& fault : report::comparison::differences(runs)) {
    faults.push_back(std::move(fault));
  }
  return faults;
}

bool compares_something(const RunGroup& group, std::size_t baseline) {
  const StoredRun* base = group.runs[baseline];
  return std::any_of(group.runs.begin(), group.runs.end(), [&](const StoredRun* run) {
    return base != nullptr && run != nullptr && run != base &&
           report::comparison::have_common_layer(*base, *run);
  });
}

void refuse_nothing_in_common(const std::vector<RunGroup>& groups,
                              const MachineSource& baseline_machine, std::size_t baseline) {
  const auto something = [&](const RunGroup& group) { return compares_something(group, baseline); };
  if (std::any_of(groups.begin(), groups.end(), something)) return;
  throw core::ConfigError{
      {baseline_machine.source},
      fmt::format("nothing to compare: no layer of {}, the baseline, has the name, kind and number "
                  "of MACs of a layer of another machine",
                  baseline_machine.name)};
}

}  // namespace

std::vector<RunGroup> comparable_groups(const std::vector<MachineSource>& machines,
                                        std::size_t baseline, bool allow_different,
                                        std::vector<std::string>& notes) {
  std::vector<RunGroup> groups = group_by_workload(machines);
  if (allow_different && groups.size() > 1) {
    if (auto unlike = group_unlike(machines)) groups = {std::move(*unlike)};
  }
  std::vector<core::Fault> faults;
  for (const RunGroup& group : groups) {
    for (core::Fault& fault : faults_of(group, machines, baseline)) {
      faults.push_back(std::move(fault));
    }
  }
  if (!allow_different && !faults.empty()) {
    faults.push_back(
        {{"gossamer compare"}, "--allow-different compares what is common, and says what differs"});
    throw core::ConfigError{std::move(faults)};
  }
  refuse_nothing_in_common(groups, machines[baseline], baseline);
  for (const core::Fault& fault : faults) {
    notes.push_back(fault.where.file + ": " + fault.message);
  }
  return groups;
}

}  // namespace gossamer::cli
