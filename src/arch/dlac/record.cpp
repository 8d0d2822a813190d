// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/record.hpp"

#include <array>

#include "arch/record.hpp"

namespace gossamer::arch::dlac {

namespace {

/// Adders of the datapath that the layer does not run on.
std::uint64_t other_multipliers(const Params& params, const Mapping& mapping) {
  return params.multipliers() - std::uint64_t{mapping.grid.pes()} * mapping.grid.issue;
}

}  // namespace

void add_to_record(const kernel::Simulation& simulation, const Chip& chip, const Params& params,
                   const Mapping& mapping, core::LayerRecord& record) {
  if (record.counters.empty()) record.counters = all_counters();
  add_run(simulation, record);
  add_dram_bytes(chip.dram_port(), record);
  add_counters(chip.dram_port().stats(), record);
  SlotCounts slots = chip.grid().slots();
  slots.add(Slot::other_datapath, other_multipliers(params, mapping) * simulation.cycles().count());
  add_slots(slot_names, slots.all(), record);
  record.effectual_macs += slots.of(Slot::useful);
  add_all_counters(chip.grid().stats().groups(), record);
  add_all_counters(chip.drain().stats().groups(), record);
  record.spilled |= mapping.outputs_to_dram;
  record.metrics["compute_bound_cycles"] += static_cast<double>(chip.grid().work_edges());
  record.metrics["drain_cycles"] += static_cast<double>(chip.drain().work_edges());
  record.metrics["dram_weight_bytes"] += static_cast<double>(chip.weight_bytes());
}

std::map<std::string, std::map<std::string, std::uint64_t>> all_counters() {
  core::LayerRecord blank;
  const GridStats grid;
  const DrainStats drain;
  const memory::DramPortStats dram;
  add_all_counters(grid.groups(), blank);
  add_all_counters(drain.groups(), blank);
  add_counters(dram.group, blank);
  return blank.counters;
}

}  // namespace gossamer::arch::dlac
