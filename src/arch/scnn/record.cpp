// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/record.hpp"

#include <string>

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

void add_activity(const kernel::Simulation& simulation, core::LayerRecord& record) {
  const auto& modules = simulation.modules();
  record.activity.resize(modules.size());
  for (std::size_t i = 0; i < modules.size(); ++i) {
    record.activity[i].first = modules[i]->name();
    record.activity[i].second += modules[i]->activity();
  }
}

}  // namespace

void add_to_record(const kernel::Simulation& simulation, const Chip& chip,
                   core::LayerRecord& record) {
  record.cycles += simulation.cycles().count();
  record.dram_read_bytes += chip.dram_port().bytes_read();
  record.dram_write_bytes += chip.dram_port().bytes_written();
  add_activity(simulation, record);
  for (const core::StatGroup* group : chip.shared_stats()) add_counters(*group, record);
  for (const auto& pe : chip.pes()) {
    add_slots(pe->slots(), record);
    record.effectual_macs += pe->slots().of(Slot::useful);
    for (const core::StatGroup* group : pe->stats().groups()) add_counters(*group, record);
  }
  for (const auto& ppu : chip.ppus()) {
    for (const core::StatGroup* group : ppu->stats().groups()) add_counters(*group, record);
  }
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
  add_counters(WeightReaderStats{}.group, blank);
  add_counters(BroadcasterStats{}.group, blank);
  add_counters(memory::DramPortStats{}.group, blank);
  return blank.counters;
}

}  // namespace gossamer::arch::scnn
