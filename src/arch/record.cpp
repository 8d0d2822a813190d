// SPDX-License-Identifier: Apache-2.0
#include "arch/record.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernel/module.hpp"
#include "kernel/recorder.hpp"

namespace gossamer::arch {

namespace {

void add_activity(const kernel::Simulation& simulation, core::LayerRecord& record) {
  const auto& modules = simulation.modules();
  const auto is = [](const std::string& name) {
    return [&name](const auto& known) { return known == name; };
  };
  std::vector<std::string> present;
  for (const kernel::Module* module : modules) {
    present.emplace_back(module->name());
    const auto known =
        std::find_if(record.activity.begin(), record.activity.end(),
                     [&](const auto& entry) { return entry.first == present.back(); });
    if (known != record.activity.end()) {
      known->second += module->activity();
      continue;
    }
    record.activity.emplace_back(present.back(), module->activity());
    record.activity.back().second.add(core::Activity::idle, core::Cycles{record.cycles});
  }
  for (auto& [name, counts] : record.activity) {
    if (std::any_of(present.begin(), present.end(), is(name))) continue;
    counts.add(core::Activity::idle, simulation.cycles());
  }
}

}  // namespace

kernel::Settings kernel_settings(double clock_ghz, const SimulationOptions& options) {
  kernel::Settings settings;
  settings.clock_ghz = clock_ghz;
  settings.single_step = options.single_step;
  settings.module_order = options.module_order;
  settings.stall_seed = options.stall_seed;
  settings.recorder = options.recorder;
  return settings;
}

core::LayerRecord blank_record(const workload::Layer& layer, const SimulationOptions& options,
                               std::uint64_t multipliers) {
  core::LayerRecord record;
  record.name = layer.name;
  record.kind = layer.kind;
  record.multipliers = multipliers;
  record.timing = options.values ? core::Timing::exact : core::Timing::statistical;
  record.macs = workload::macs(layer) * layer.invocations();
  return record;
}

void add_run(const kernel::Simulation& simulation, core::LayerRecord& record) {
  add_activity(simulation, record);
  record.cycles += simulation.cycles().count();
  if (simulation.settings().recorder != nullptr) {
    simulation.settings().recorder->commit(simulation.cycles());
  }
  for (const kernel::Module* module : simulation.modules()) {
    record.run_info["module_edges"] += static_cast<double>(module->activity().total().count());
    record.run_info["burst_edges"] += static_cast<double>(module->burst_edges().count());
  }
}

void add_counters(const core::StatGroup& group, core::LayerRecord& record) {
  auto& actions = record.counters[group.path()];
  for (const core::Counter* counter : group.counters()) {
    actions[std::string{counter->name()}] += counter->value();
  }
}

void add_dram_bytes(const memory::DramPort& port, core::LayerRecord& record) {
  record.dram_read_bytes += port.bytes_read();
  record.dram_write_bytes += port.bytes_written();
}

double dram_bound_cycles(const core::LayerRecord& record, const memory::Dram::Params& dram,
                         double clock_ghz) {
  const auto bytes = static_cast<double>(record.dram_read_bytes + record.dram_write_bytes);
  return std::ceil(bytes * clock_ghz / dram.bandwidth_gb_per_s);
}

}  // namespace gossamer::arch
