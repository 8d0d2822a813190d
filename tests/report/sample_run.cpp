// SPDX-License-Identifier: Apache-2.0
#include "report/sample_run.hpp"

namespace gossamer::report::test {
namespace {

core::ActivityCounts activity(std::uint64_t busy, std::uint64_t input, std::uint64_t output,
                              std::uint64_t idle) {
  core::ActivityCounts counts;
  counts.add(core::Activity::busy, core::Cycles{busy});
  counts.add(core::Activity::wait_input, core::Cycles{input});
  counts.add(core::Activity::wait_output, core::Cycles{output});
  counts.add(core::Activity::idle, core::Cycles{idle});
  return counts;
}

cost::Breakdown energy(double ram, double multipliers, double dram) {
  const std::map<std::string, double> raw{
      {"dram", dram}, {"pe", ram + multipliers}, {"pe/multipliers", multipliers}, {"pe/ram", ram}};
  return {raw, raw};
}

}  // namespace

Pricing sample_pricing() {
  cost::Fit fit;
  fit.components = {{"pe/ram", {}}};
  fit.area_factor = 2;
  fit.target = "memory, 2 mm2 per PE (published)";
  return {"16nm", "cv2 to 16 nm", 0.8, "scnn", {fit}};
}

std::vector<cost::ComponentArea> sample_tree() {
  return {{"pe/ram",
           "sram",
           64,
           31250.0,
           2.0,
           4.0,
           {{"sram", "sram", 1, {{"bits", 8192}, {"width_bits", 32}}, 31250.0, 2.0, 4.0}}},
          {"pe/multipliers",
           "int_multiplier",
           1024,
           976.6,
           1.0,
           1.5,
           {{"multiplier", "int_multiplier", 1, {}, 800.0, 0.8, 1.2},
            {"pipeline", "register", 3, {{"bits", 32}}, 58.9, 0.2, 0.3}}},
          {"dram", "dram", 1, 0.0, 0.0, 0.0, {{"cells", "dram_lpddr4", 1, {}, 0.0, 0.0, 0.0}}}};
}

core::LayerRecord sample_record(const std::string& name) {
  core::LayerRecord record;
  record.name = name;
  record.kind = "conv2d";
  record.cycles = 100;
  record.macs = 1000;
  record.effectual_macs = 600;
  record.multipliers = 8;
  record.dram_read_bytes = 4096;
  record.dram_write_bytes = 512;
  record.slots = {{"effectual", 600}, {"zero_placeholder", 50}, {"barrier", 150}};
  record.activity = {{"pe0", activity(70, 10, 5, 15)}, {"dram", activity(30, 0, 0, 70)}};
  record.counters = {{"pe/ram", {{"read", 75}, {"write", 25}}}, {"dram", {{"read_byte", 4096}}}};
  record.metrics = {{"output_density", 0.25}};
  record.checked = true;
  record.run_info = {{"seconds", 0.125}};
  return record;
}

RunReport sample_run() {
  auto second = sample_record("conv2, \"wide\"");
  second.spilled = true;
  second.checked = false;
  second.slots = {{"effectual", 600}, {"no_work", 200}};
  second.metrics.clear();
  second.mismatches = {"output [0][1][2] is 3, the reference has 4"};
  RunReport run;
  run.version = "0.1.0";
  run.architecture = "scnn";
  run.config = {{"clock_ghz", 1.25},
                {"pe", {{"rows", 8}, {"cols", 8}}},
                {"hash", "linear"},
                {"dram", {{"bandwidth_gb_per_s", 64}}}};
  run.workload = "two_layers";
  run.seed = 7;
  run.options = {{"values", true}, {"layers", "conv.*"}};
  run.repeatable_config = run.config;
  run.inputs = {{"workload", "two_layers.yaml", std::string(64, 'a')}};
  run.clock_ghz = 1.25;
  run.slot_reasons = {
      {"effectual", core::SlotClass::useful, "of useful products", "Multiplied two non-zeros."},
      {"zero_placeholder", core::SlotClass::wasted, "on placeholders", "Had a placeholder."},
      {"barrier", core::SlotClass::waiting, "for weights", "Waited for weights."},
      {"no_work", core::SlotClass::empty, "in PEs without work", "Its PE had no work."}};
  run.multiplying_modules = {"pe0"};
  run.layers = {{sample_record("conv1"), energy(100.5, 50.25, 1000.0)},
                {second, energy(10.0, 0.125, 3.0)}};
  run.layers[0].energy_parts_pj = {{"dram", {{"cells", 1000.0}}},
                                   {"pe/multipliers", {{"multiplier", 50.25}}},
                                   {"pe/ram", {{"leakage", 0.5}, {"sram", 100.0}}}};
  run.pricing = sample_pricing();
  run.area_tree = sample_tree();
  run.area_mm2.raw = {{"pe", 3.0}, {"pe/multipliers", 1.0}, {"pe/ram", 2.0}};
  run.area_mm2.calibrated = {{"pe", 5.5}, {"pe/multipliers", 1.5}, {"pe/ram", 4.0}};
  return run;
}

RunReport large_run(std::size_t layers) {
  RunReport run = sample_run();
  run.layers.clear();
  for (std::size_t i = 0; i < layers; ++i) {
    auto record = sample_record(layers > 8 ? "inception_" + std::to_string(i) + "a_3x3_reduce"
                                           : "conv" + std::to_string(i + 1));
    record.cycles = 312345 * (i + 1);
    record.multipliers = 1024;
    record.macs = 448084224 * (i + 1);
    record.effectual_macs = 150 * record.cycles;
    record.dram_read_bytes = 1234567;
    record.slots = {
        {"effectual", 150 * record.cycles},       {"zero_placeholder", 24 * record.cycles},
        {"vector_fragment", 350 * record.cycles}, {"bank_conflict", 100 * record.cycles},
        {"barrier", 250 * record.cycles},         {"waiting_for_weights", 150 * record.cycles}};
    run.layers.push_back({record, energy(1.5e6, 2.5e7, 7.9e7)});
  }
  run.area_mm2.calibrated["sequencer"] = 0.00023;
  return run;
}

}  // namespace gossamer::report::test
