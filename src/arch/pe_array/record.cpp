// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/record.hpp"

#include <algorithm>

#include "arch/record.hpp"

namespace gossamer::arch::pe_array {

void add_to_record(const kernel::Simulation& simulation, const Chip& chip,
                   core::LayerRecord& record) {
  if (record.counters.empty()) record.counters = all_counters();
  add_run(simulation, record);
  record.dram_read_bytes += chip.dram_port().bytes_read();
  record.dram_write_bytes += chip.dram_port().bytes_written();
  for (const core::StatGroup* group : chip.shared_stats()) add_counters(*group, record);
  std::uint64_t busiest = 0;
  for (const auto& pe : chip.pes()) {
    add_slots(slot_names, pe->slots().all(), record);
    record.effectual_macs += pe->slots().of(Slot::useful);
    for (const core::StatGroup* group : pe->stats().groups()) add_counters(*group, record);
    record.metrics["saturated_additions"] += static_cast<double>(pe->saturations());
    record.metrics["zero_scale_products"] += static_cast<double>(pe->zero_scale_products());
    busiest = std::max(busiest, pe->work_edges());
  }
  for (const auto& ppu : chip.ppus()) {
    for (const core::StatGroup* group : ppu->stats().groups()) add_counters(*group, record);
  }
  record.metrics["dram_weight_bytes"] += static_cast<double>(chip.weight_bytes());
  record.metrics["compute_bound_cycles"] += static_cast<double>(busiest);
}

std::map<std::string, std::map<std::string, std::uint64_t>> all_counters() {
  core::LayerRecord blank;
  const PeStats pe;
  const PpuStats ppu;
  const DistributorStats distributor;
  const CollectorStats collector;
  const memory::DramPortStats dram;
  for (const core::StatGroup* group : pe.groups()) add_counters(*group, blank);
  for (const core::StatGroup* group : ppu.groups()) add_counters(*group, blank);
  for (const auto* group : {&distributor.buffer, &distributor.network, &collector.buffer,
                            &collector.network, &dram.group}) {
    add_counters(*group, blank);
  }
  return blank.counters;
}

}  // namespace gossamer::arch::pe_array
