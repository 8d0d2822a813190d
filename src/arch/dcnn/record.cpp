// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/record.hpp"

#include "arch/record.hpp"

namespace gossamer::arch::dcnn {

void add_to_record(const kernel::Simulation& simulation, const Chip& chip,
                   core::LayerRecord& record) {
  if (record.counters.empty()) record.counters = all_counters();
  add_run(simulation, record);
  record.dram_read_bytes += chip.dram_port().bytes_read();
  record.dram_write_bytes += chip.dram_port().bytes_written();
  for (const core::StatGroup* group : chip.shared_stats()) add_counters(*group, record);
  for (const auto& pe : chip.pes()) {
    add_slots(slot_names, pe->slots().all(), record);
    record.effectual_macs += pe->slots().of(Slot::useful);
    for (const core::StatGroup* group : pe->stats().groups()) add_counters(*group, record);
  }
  for (const auto& ppu : chip.ppus()) {
    for (const core::StatGroup* group : ppu->stats().groups()) add_counters(*group, record);
  }
  record.metrics["dram_weight_bytes"] += static_cast<double>(chip.weight_bytes());
  record.metrics["compute_bound_cycles"] += static_cast<double>(chip.busiest_edges().count());
}

std::map<std::string, std::map<std::string, std::uint64_t>> all_counters() {
  core::LayerRecord blank;
  const PeStats pe;
  const planar::PpuStats ppu;
  for (const core::StatGroup* group : pe.groups()) add_counters(*group, blank);
  for (const core::StatGroup* group : ppu.groups()) add_counters(*group, blank);
  const planar::InputLoaderStats loader;
  const planar::OutputWriterStats writer;
  for (const auto* group : {&loader.iaram, &loader.broadcast, &loader.buffer, &loader.coder,
                            &writer.oaram, &writer.broadcast, &writer.coder}) {
    add_counters(*group, blank);
  }
  const WeightFeederStats feeder;
  for (const auto* group : {&feeder.sequencer, &feeder.buffer, &feeder.broadcast})
    add_counters(*group, blank);
  add_counters(memory::DramPortStats{}.group, blank);
  return blank.counters;
}

}  // namespace gossamer::arch::dcnn
