// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/compared_sample.hpp"

namespace gossamer::report::comparison::test {

ComparedLayer sample_layer(const std::string& name, std::uint64_t cycles, double pj,
                           double fitted) {
  ComparedLayer layer;
  layer.record.name = name;
  layer.record.kind = "conv2d";
  layer.record.cycles = cycles;
  layer.record.macs = 1000;
  layer.record.effectual_macs = 600;
  layer.record.multipliers = 8;
  layer.record.slots = {{"effectual", 600}, {"idle", 8 * cycles - 600}};
  layer.bottleneck = "waits for " + name;
  layer.energy = {pj,
                  {{"dram", pj / 4}, {"pe", pj / 2}, {"pe/ram", pj / 2}, {"rest", pj / 4}},
                  {{"cv2", pj}, {"fitted", fitted}}};
  return layer;
}

ComparedMachine sample_machine(const std::string& name, double area_mm2) {
  ComparedMachine machine;
  machine.name = machine.architecture = machine.family = machine.source = name;
  machine.pricing = {"16nm", "cv2 to 16 nm", 0.8, "", {}};
  machine.multipliers = 8;
  machine.area_mm2 = {{"pe", area_mm2 / 2}, {"pe/ram", area_mm2 / 2}, {"rest", area_mm2 / 2}};
  machine.area_low_mm2 = machine.area_high_mm2 = area_mm2;
  machine.dram_gb_per_s = 50;
  machine.slot_reasons = {{"idle", {{"class", "empty"}}}};
  return machine;
}

Comparison sample_comparison() {
  Comparison comparison;
  comparison.version = "0.1.0";
  comparison.machines = {sample_machine("slow", 2), sample_machine("fast", 4)};
  ComparedWorkload workload{"net", 7, {}};
  workload.runs.push_back(ComparedRun{
      {sample_layer("conv1", 100, 1000, 800), sample_layer("conv2", 300, 3000, 2000)}, {}});
  workload.runs.push_back(ComparedRun{
      {sample_layer("conv1", 50, 500, 500), sample_layer("conv2", 75, 2000, 1600)}, {}});
  comparison.workloads.push_back(std::move(workload));
  return comparison;
}

}  // namespace gossamer::report::comparison::test
