// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/record.hpp"

#include <array>

#include "arch/record.hpp"

namespace gossamer::arch::scnn {

void add_to_record(const kernel::Simulation& simulation, const Chip& chip,
                   core::LayerRecord& record) {
  if (record.counters.empty()) record.counters = all_counters();
  add_run(simulation, record);
  add_dram_bytes(chip.dram_port(), record);
  add_all_counters(chip.shared_stats(), record);
  add_multiplying_units(slot_names, Slot::useful, chip.pes(), record);
  add_units(chip.ppus(), record);
  for (const auto& ppu : chip.ppus()) add_counters(ppu->exchange_stats().links, record);
  record.metrics["compute_bound_cycles"] += static_cast<double>(chip.busiest_edges().count());
  record.metrics["dram_weight_bytes"] += static_cast<double>(chip.weight_bytes());
  record.metrics["rebroadcast_vectors"] += static_cast<double>(chip.broadcaster().repeated());
}

std::map<std::string, std::map<std::string, std::uint64_t>> all_counters() {
  core::LayerRecord blank;
  const PeStats pe;
  const PpuStats ppu;
  add_all_counters(pe.groups(), blank);
  add_all_counters(ppu.groups(), blank);
  const planar::InputLoaderStats loader;
  const planar::OutputWriterStats writer;
  const WeightReaderStats weights;
  const BroadcasterStats broadcaster;
  const memory::DramPortStats dram;
  add_all_counters(
      std::array{&loader.iaram, &loader.broadcast, &loader.buffer, &writer.oaram, &writer.broadcast,
                 &weights.group, &weights.buffer, &broadcaster.group, &dram.group},
      blank);
  return blank.counters;
}

}  // namespace gossamer::arch::scnn
