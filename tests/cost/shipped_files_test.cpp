// SPDX-License-Identifier: Apache-2.0
#include "cost/cost_model.hpp"
#include "support/catch.hpp"

namespace gossamer::cost {
namespace {

constexpr std::uint64_t pes = 64;

CostModel shipped() {
  const std::string configs = GOSSAMER_CONFIGS;
  return CostModel{Technology::load(configs + "/technology/16nm.yaml"),
                   Calibration::load(configs + "/calibration/scnn.yaml")};
}

/// The machine of the paper, as the calibration assumes it.
core::Components scnn_of_the_paper() {
  return {{"pe/iaram", "sram", pes, {{"bits", 81920}, {"width_bits", 80}}},
          {"pe/oaram", "sram", pes, {{"bits", 81920}, {"width_bits", 80}}},
          {"pe/weight_fifo", "latch_array", pes, {{"bits", 4000}, {"width_bits", 80}}},
          {"pe/multipliers", "int_multiplier", pes * 16, {{"width_bits", 16}}},
          {"pe/coordinates", "coordinate_unit", pes, {{"outputs", 16}}},
          {"pe/scatter/crossbar",
           "crossbar",
           pes,
           {{"inputs", 16}, {"outputs", 32}, {"width_bits", 34}}},
          {"pe/scatter/queues", "fifo", pes, {{"depth", 8}, {"width_bits", 29}, {"queues", 32}}},
          {"pe/accumulators", "accumulator_bank", pes * 64, {{"entries", 32}, {"width_bits", 24}}},
          {"pe/ppu", "ppu", pes, {{"width", 4}}},
          {"pe/halo_links", "link", pes * 8, {{"width_bits", 24}, {"length_mm", 0.35}}},
          {"pe/control", "control", pes, {}},
          {"sequencer", "weight_sequencer", 1, {{"width_bits", 80}}},
          {"broadcast", "bus", 1, {{"width_bits", 80}, {"length_mm", 8}}},
          {"dram", "dram", 1, {}}};
}

/// Every action that the machine counts, a million times each.
core::LayerRecord every_action() {
  core::LayerRecord record;
  record.cycles = 1'000'000;
  record.counters = {{"pe/iaram", {{"read", 1}, {"write", 1}}},
                     {"pe/oaram", {{"read", 1}, {"write", 1}}},
                     {"pe/weight_fifo", {{"read", 1}, {"write", 1}}},
                     {"pe/multipliers", {{"multiply", 1}, {"multiply_zero", 1}}},
                     {"pe/coordinates", {{"compute", 1}}},
                     {"pe/scatter/crossbar", {{"transfer", 1}}},
                     {"pe/scatter/queues", {{"push", 1}, {"pop", 1}}},
                     {"pe/accumulators", {{"accumulate", 1}, {"read", 1}, {"add_halo", 1}}},
                     {"pe/ppu", {{"process", 1}}},
                     {"pe/halo_links", {{"transfer", 1}}},
                     {"sequencer", {{"decode", 1}}},
                     {"broadcast", {{"transfer", 1}}},
                     {"dram", {{"read_byte", 1}, {"write_byte", 1}}}};
  for (auto& [path, actions] : record.counters) {
    for (auto& [action, count] : actions) count = 1'000'000;
  }
  return record;
}

double price(const std::string& kind, const std::string& action) {
  for (const auto& line : shipped().technology().sources()) {
    if (line.kind == kind && line.action == action) return line.value;
  }
  return 0.0;
}

TEST_CASE("the calibrated area of the paper's machine is its published area table") {
  const auto area = shipped().area(scnn_of_the_paper()).calibrated;
  const auto per_pe = [&](const std::string& path) { return area.at(path) / double{pes}; };
  CHECK(per_pe("pe/iaram") + per_pe("pe/oaram") == Approx(0.031).epsilon(1e-4));
  CHECK(per_pe("pe/weight_fifo") == Approx(0.004).epsilon(1e-4));
  CHECK(per_pe("pe/multipliers") == Approx(0.008).epsilon(1e-4));
  CHECK(per_pe("pe/scatter/crossbar") + per_pe("pe/scatter/queues") == Approx(0.026).epsilon(1e-4));
  CHECK(per_pe("pe/accumulators") == Approx(0.036).epsilon(1e-4));
  CHECK(per_pe("pe/coordinates") + per_pe("pe/ppu") + per_pe("pe/halo_links") +
            per_pe("pe/control") ==
        Approx(0.019).epsilon(1e-4));
  CHECK(area.at("pe") / pes == Approx(0.124).epsilon(1e-4));
}

TEST_CASE("the whole accelerator is within one per cent of the published 7.9 mm2") {
  const auto area = shipped().area(scnn_of_the_paper()).calibrated;
  CHECK(total(area) == Approx(7.9).epsilon(0.01));
  CHECK(area.at("sequencer") + area.at("broadcast") < 0.005);
}

TEST_CASE("generic prices come within a factor of three of every fitted row") {
  const auto calibration = shipped().calibration();
  for (const auto& fit : calibration.fits()) {
    CHECK(fit.area_factor > 1.0 / 3);
    CHECK(fit.area_factor < 3.0);
    CHECK(fit.energy_factor == 1.0);
  }
}

TEST_CASE("every action that the machine counts has a price") {
  const auto energy = shipped().energy(every_action(), scnn_of_the_paper(), 1.0, 0.8);
  CHECK(energy.raw == energy.calibrated);
  CHECK(shipped().uncounted_actions(every_action(), scnn_of_the_paper()).empty());
  for (const auto& [path, value] : energy.raw) {
    INFO(path);
    CHECK(value > 0.0);
  }
  CHECK(energy.raw.at("dram") == Approx(128e6));
}

TEST_CASE("prices at 16 nm are those that the sources give with the stated factors") {
  CHECK(price("int_multiplier", "multiply") == Approx(0.79 * 0.281));
  CHECK(price("latch_array", "read") == Approx(0.281));
  CHECK(price("sram", "read") == Approx(1.2));
  CHECK(price("sram", "area") == Approx(57500 * 0.19));
  CHECK(price("dram", "read_byte") == 8 * 8.0);
  CHECK(price("link", "transfer") == Approx(0.325 * 0.64));
}

TEST_CASE("leakage is a tenth of a watt for the paper's machine, not more") {
  core::LayerRecord idle;
  idle.cycles = 1000;
  const auto energy = shipped().energy(idle, scnn_of_the_paper(), 1.0, 0.8).raw;
  const double watt = total(energy) / 1000 * 1e-3;  // pJ per 1000 ns
  CHECK(watt > 0.03);
  CHECK(watt < 0.15);
}

TEST_CASE("every shipped price has a source and a mark") {
  for (const auto& line : shipped().technology().sources()) {
    INFO(line.kind << " " << line.action);
    CHECK(line.source.size() > 10);
    CHECK_FALSE(line.mark.empty());
    CHECK(line.value > 0.0);
  }
}

}  // namespace
}  // namespace gossamer::cost
