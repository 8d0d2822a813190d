// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/record.hpp"

#include <algorithm>
#include <array>

#include "arch/record.hpp"

namespace gossamer::arch::pe_array {

void add_to_record(const kernel::Simulation& simulation, const Chip& chip,
                   core::LayerRecord& record) {
  if (record.counters.empty()) record.counters = all_counters();
  add_run(simulation, record);
  add_dram_bytes(chip.dram_port(), record);
  add_all_counters(chip.shared_stats(), record);
  add_multiplying_units(slot_names, Slot::useful, chip.pes(), record);
  add_units(chip.ppus(), record);
  std::uint64_t busiest = 0;
  for (const auto& pe : chip.pes()) {
    record.metrics["saturated_additions"] += static_cast<double>(pe->saturations());
    record.metrics["zero_scale_products"] += static_cast<double>(pe->zero_scale_products());
    busiest = std::max(busiest, pe->work_edges());
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
  add_all_counters(pe.groups(), blank);
  add_all_counters(ppu.groups(), blank);
  add_all_counters(std::array{&distributor.buffer, &distributor.network, &collector.buffer,
                              &collector.network, &dram.group},
                   blank);
  return blank.counters;
}

}  // namespace gossamer::arch::pe_array
