// SPDX-License-Identifier: Apache-2.0
// What the machine costs with the shipped prices.
#include "arch/scnn/components.hpp"
#include "arch/scnn/record.hpp"
#include "cost/cost_model.hpp"
#include "support/catch.hpp"
#include "support/price_signs.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;

namespace {

const cost::CostModel& shipped() {
  static const cost::CostModel model = test::shipped_prices(GOSSAMER_CONFIGS, "scnn");
  return model;
}

core::LayerRecord every_action() {
  return test::every_action(all_counters(), 1000);
}

test::Costs costs_of(const Params& params) {
  return test::costs_of(shipped(), list_components(params), all_counters());
}

std::vector<test::Sign<Params>> signs() {
  return test::with_dram_signs<Params>({
      {"pe.rows", [](Params& p) { p.pe.rows = 16; }, 1, 1},  // longer broadcast
      {"pe.cols", [](Params& p) { p.pe.cols = 16; }, 1, 1},
      {"pe.f", [](Params& p) { p.pe.f = 8; }, 1, 1},
      {"pe.i", [](Params& p) { p.pe.i = 8; }, 1, 1},
      {"pe.pipeline_edges", [](Params& p) { p.pe.pipeline_edges = 6; }, 1, 1},
      {"pe.iaram_read_values", [](Params& p) { p.pe.iaram_read_values = 8; }, 1, -1},
      {"accumulator.banks", [](Params& p) { p.accumulator.banks = 64; }, 1, 1},
      {"accumulator.entries", [](Params& p) { p.accumulator.entries = 64; }, 1, 1},
      {"accumulator.queue_depth", [](Params& p) { p.accumulator.queue_depth = 12; }, 1, 1},
      {"accumulator.enqueue_width", [](Params& p) { p.accumulator.enqueue_width = 32; }, 0, 0},
      {"accumulator.hash", [](Params& p) { p.accumulator.hash = HashKind::diagonal; }, 0, 0},
      {"ppu.width", [](Params& p) { p.ppu.width = 8; }, 1, 0},
      {"ppu.link_values", [](Params& p) { p.ppu.link_values = 2; }, 1, 0},
      {"weights.fifo_entries", [](Params& p) { p.weights.fifo_entries = 100; }, 1, 1},
      {"weights.broadcast_vectors", [](Params& p) { p.weights.broadcast_vectors = 8; }, 1, 0},
      {"weights.buffer_kib", [](Params& p) { p.weights.buffer_kib = 32; }, 1, 1},
      {"weights.block_queue", [](Params& p) { p.weights.block_queue = 16; }, 1, 0},
      {"dma.buffer_kib", [](Params& p) { p.dma.buffer_kib = 32; }, 1, 1},
      {"mapping", [](Params& p) { p.mapping = Mapping::channel; }, 0, 0},
      {"gemm_mapping", [](Params& p) { p.gemm_mapping = Mapping::channel; }, 0, 0},
      {"skip", [](Params& p) { p.skip = Skip::weights; }, 0, 0},
      {"kc", [](Params& p) { p.kc = 16; }, 0, 0},
      {"run_bits", [](Params& p) { p.run_bits = 8; }, 1, 1},
      {"iaram_kib", [](Params& p) { p.iaram_kib = 20; }, 1, 1},
      {"oaram_kib", [](Params& p) { p.oaram_kib = 20; }, 1, 1},
  });
}

}  // namespace

TEST_CASE("area and energy respond to every parameter of scnn in the right direction") {
  test::check_signs(signs(), shipped(), list_components, all_counters());
}

TEST_CASE("a higher voltage costs energy of every part on the chip, a faster clock saves leakage") {
  const auto record = every_action();
  const auto components = list_components(Params{});
  const auto base = shipped().energy(record, components, 1.0, 0.8).leaves.raw;
  const auto higher = shipped().energy(record, components, 1.0, 0.9).leaves.raw;
  const auto faster = shipped().energy(record, components, 2.0, 0.8).leaves.raw;
  for (const auto& component : components) {
    const std::string& path = component.path;
    CAPTURE(path);
    if (path == "dram") {
      CHECK(higher.at(path) == base.at(path));
      CHECK(faster.at(path) == base.at(path));
    } else {
      CHECK(higher.at(path) > base.at(path));
      CHECK(faster.at(path) < base.at(path));
    }
  }
}

TEST_CASE("up to the depth of a queue, ways into it cost area and energy") {
  Params params;
  params.accumulator.enqueue_width = 1;
  const test::Costs narrow = costs_of(params);
  params.accumulator.enqueue_width = 4;
  const test::Costs wide = costs_of(params);
  CHECK(wide.area > narrow.area);
  CHECK(wide.energy > narrow.energy);
}

TEST_CASE("a larger input memory makes each of its reads dearer, and nothing else") {
  const auto energy = [](std::uint32_t kib) {
    Params params;
    params.iaram_kib = kib;
    auto record = every_action();
    record.cycles = 0;
    return shipped().energy(record, list_components(params), 1.0, 0.8).leaves.raw;
  };
  const auto small = energy(10);
  for (const auto& [path, value] : energy(20)) {
    CAPTURE(path);
    if (path == "pe/iaram" || path == "pe") {
      CHECK(value > small.at(path));
    } else {
      CHECK(value == small.at(path));
    }
  }
}

TEST_CASE("the calibrated area of the paper's machine is its published area table") {
  const auto area = shipped().area(list_components(Params{})).calibrated;
  const double pes = Params{}.pes();
  const auto per_pe = [&](const std::string& path) { return area.at(path) / pes; };
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

TEST_CASE("the whole accelerator is within five per cent of the published 7.9 mm2") {
  CHECK(cost::total(shipped().area(list_components(Params{})).calibrated) ==
        Approx(7.9).epsilon(0.05));
}

TEST_CASE("areas of primitives come within a factor of two of every row but the one named Other") {
  for (const auto& fit : shipped().calibration().fits()) {
    CAPTURE(fit.target);
    CHECK(fit.energy_factor == 1.0);
    if (fit.target.find("Other") != std::string::npos) continue;
    CHECK(fit.area_factor > 0.5);
    CHECK(fit.area_factor < 2.0);
  }
}

TEST_CASE("every action that scnn counts has a price of more than zero") {
  auto record = every_action();
  record.cycles = 0;
  const auto energy = shipped().energy(record, list_components(Params{}), 1.0, 0.8).leaves;
  CHECK(energy.raw == energy.calibrated);
  for (const auto& [path, actions] : record.counters) {
    CAPTURE(path);
    CHECK(energy.raw.at(path) > 0.0);
  }
  CHECK(energy.raw.at("dram") == Approx(2 * 1000 * 64));
}

TEST_CASE("leakage is a tenth of a watt for the paper's machine, not more") {
  core::LayerRecord idle;
  idle.cycles = 1000;
  const auto energy = shipped().energy(idle, list_components(Params{}), 1.0, 0.8).leaves.raw;
  const double watt = cost::total(energy) / 1000 * 1e-3;  // pJ per 1000 ns
  CHECK(watt > 0.03);
  CHECK(watt < 0.15);
}
