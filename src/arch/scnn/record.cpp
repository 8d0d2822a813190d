// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/record.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace gossamer::arch::scnn {

namespace {

void add_counters(const core::StatGroup& group, core::LayerRecord& record) {
  auto& actions = record.counters[group.path()];
  for (const core::Counter* counter : group.counters()) {
    actions[std::string{counter->name()}] += counter->value();
  }
}

void add_slots(const SlotCounts& slots, core::LayerRecord& record) {
  if (record.slots.empty()) {
    for (const auto name : slot_names) record.slots.emplace_back(std::string{name}, 0);
  }
  for (std::size_t i = 0; i < slot_names.size(); ++i) {
    record.slots[i].second += slots.of(static_cast<Slot>(i));
  }
}

/// A module that one run has and another has not (the path of activations to DRAM) is idle there.
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

void add_to_record(const kernel::Simulation& simulation, const Chip& chip,
                   core::LayerRecord& record) {
  if (record.counters.empty()) record.counters = all_counters();
  add_activity(simulation, record);
  record.cycles += simulation.cycles().count();
  record.dram_read_bytes += chip.dram_port().bytes_read();
  record.dram_write_bytes += chip.dram_port().bytes_written();
  for (const core::StatGroup* group : chip.shared_stats()) add_counters(*group, record);
  for (const auto& pe : chip.pes()) {
    add_slots(pe->slots(), record);
    record.effectual_macs += pe->slots().of(Slot::useful);
    for (const core::StatGroup* group : pe->stats().groups()) add_counters(*group, record);
  }
  for (const auto& ppu : chip.ppus()) {
    for (const core::StatGroup* group : ppu->stats().groups()) add_counters(*group, record);
  }
  record.metrics["compute_bound_cycles"] += static_cast<double>(chip.busiest_edges().count());
  record.metrics["rebroadcast_vectors"] += static_cast<double>(chip.broadcaster().repeated());
  for (const kernel::Module* module : simulation.modules()) {
    record.run_info["module_edges"] += static_cast<double>(module->activity().total().count());
    record.run_info["burst_edges"] += static_cast<double>(module->burst_edges().count());
  }
}

std::map<std::string, std::map<std::string, std::uint64_t>> all_counters() {
  core::LayerRecord blank;
  const PeStats pe;
  const PpuStats ppu;
  for (const core::StatGroup* group : pe.groups()) add_counters(*group, blank);
  for (const core::StatGroup* group : ppu.groups()) add_counters(*group, blank);
  const InputLoaderStats loader;
  const OutputWriterStats writer;
  const WeightReaderStats weights;
  for (const auto* group : {&loader.iaram, &loader.broadcast, &loader.buffer, &writer.oaram,
                            &writer.broadcast, &weights.group, &weights.buffer}) {
    add_counters(*group, blank);
  }
  add_counters(BroadcasterStats{}.group, blank);
  add_counters(memory::DramPortStats{}.group, blank);
  return blank.counters;
}

}  // namespace gossamer::arch::scnn
