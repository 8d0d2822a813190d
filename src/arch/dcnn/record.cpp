// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/record.hpp"

#include <array>

#include "arch/record.hpp"

namespace gossamer::arch::dcnn {

void add_to_record(const kernel::Simulation& simulation, const Chip& chip,
                   core::LayerRecord& record) {
  if (record.counters.empty()) record.counters = all_counters();
  add_run(simulation, record);
  add_dram_bytes(chip.dram_port(), record);
  add_all_counters(chip.shared_stats(), record);
  add_multiplying_units(slot_names, Slot::useful, chip.pes(), record);
  add_units(chip.ppus(), record);
  record.metrics["dram_weight_bytes"] += static_cast<double>(chip.weight_bytes());
  record.metrics["compute_bound_cycles"] += static_cast<double>(chip.busiest_edges().count());
}

std::map<std::string, std::map<std::string, std::uint64_t>> all_counters() {
  core::LayerRecord blank;
  const PeStats pe;
  const planar::PpuStats ppu;
  add_all_counters(pe.groups(), blank);
  add_all_counters(ppu.groups(), blank);
  const planar::InputLoaderStats loader;
  const planar::OutputWriterStats writer;
  const WeightFeederStats feeder;
  const memory::DramPortStats dram;
  add_all_counters(std::array{&loader.iaram, &loader.broadcast, &loader.buffer, &loader.coder,
                              &writer.oaram, &writer.broadcast, &writer.coder, &feeder.sequencer,
                              &feeder.buffer, &feeder.broadcast, &dram.group},
                   blank);
  return blank.counters;
}

}  // namespace gossamer::arch::dcnn
