// SPDX-License-Identifier: Apache-2.0
// What the dense machine costs with the shipped prices.
#include "arch/dcnn/components.hpp"
#include "arch/dcnn/record.hpp"
#include "cost/cost_model.hpp"
#include "support/catch.hpp"
#include "support/price_signs.hpp"

using namespace gossamer;
using namespace gossamer::arch::dcnn;

namespace {

const cost::CostModel& shipped() {
  static const cost::CostModel model = test::shipped_prices(GOSSAMER_CONFIGS, "dcnn");
  return model;
}

std::vector<test::Sign<Params>> signs() {
  return test::with_dram_signs<Params>({
      {"pe.rows", [](Params& p) { p.pe.rows = 16; }, 1, 1},  // longer broadcast
      {"pe.cols", [](Params& p) { p.pe.cols = 16; }, 1, 1},
      {"pe.multipliers", [](Params& p) { p.pe.multipliers = 32; }, 1, 1},
      {"pe.pipeline_edges", [](Params& p) { p.pe.pipeline_edges = 6; }, 1, 1},
      {"accumulator.entries", [](Params& p) { p.accumulator.entries = 2048; }, 1, 1},
      {"ppu.width", [](Params& p) { p.ppu.width = 8; }, 1, 0},
      {"weights.fifo_entries", [](Params& p) { p.weights.fifo_entries = 64; }, 1, 1},
      {"weights.broadcast_vectors", [](Params& p) { p.weights.broadcast_vectors = 4; }, 1, 0},
      {"weights.buffer_kib", [](Params& p) { p.weights.buffer_kib = 32; }, 1, 1},
      {"dma.buffer_kib", [](Params& p) { p.dma.buffer_kib = 32; }, 1, 1},
      {"zero_gating", [](Params& p) { p.zero_gating = true; }, 1, 1},  // zero detectors
      {"compress_activations", [](Params& p) { p.compress_activations = true; }, 1, 1},
      {"time_tiles", [](Params& p) { p.time_tiles = TimeTiles::fewest; }, 0, 0},
      {"kc", [](Params& p) { p.kc = 16; }, 0, 0},
      {"run_bits", [](Params& p) { p.run_bits = 8; }, 0, 0},  // with compress_activations alone
      {"iaram_kib", [](Params& p) { p.iaram_kib = 32; }, 1, 1},
      {"oaram_kib", [](Params& p) { p.oaram_kib = 32; }, 1, 1},
  });
}

}  // namespace

TEST_CASE("area and energy respond to every parameter of dcnn in the right direction") {
  test::check_signs(signs(), shipped(), list_components, all_counters());
}

TEST_CASE("a longer run index makes what compresses larger, and its actions dearer") {
  const auto costs = [](std::uint32_t run_bits) {
    Params params;
    params.compress_activations = true;
    params.run_bits = run_bits;
    return test::costs_of(shipped(), list_components(params), all_counters());
  };
  CHECK(costs(8).area > costs(4).area);
  CHECK(costs(8).energy > costs(4).energy);
}

TEST_CASE("a gated product costs less than a product") {
  Params gated;
  gated.zero_gating = true;
  const auto energy = [&](const std::string& action) {
    core::LayerRecord record;
    record.counters["pe/multipliers"][action] = 1000;
    return shipped()
        .energy(record, list_components(gated), 1.0, 0.8)
        .leaves.raw.at("pe/multipliers");
  };
  CHECK(energy("multiply_zero") < 0.2 * energy("multiply"));
  CHECK(energy("multiply_zero") > 0);
}

TEST_CASE("with the factors of scnn the dense machine comes within five per cent of 5.9 mm2") {
  CHECK(cost::total(shipped().area(list_components(Params{})).calibrated) ==
        Approx(5.9).epsilon(0.05));
}

TEST_CASE("the factors of the dense machine are those of scnn, for the same parts") {
  const auto scnn = cost::Calibration::load(GOSSAMER_CONFIGS "/calibration/scnn.yaml");
  const cost::Calibration& dense = shipped().calibration();
  for (const std::string path :
       {"pe/iaram", "pe/oaram", "pe/weight_fifo", "pe/multipliers", "pe/ppu", "pe/control"}) {
    CAPTURE(path);
    CHECK(dense.area_factor(path) == scnn.area_factor(path));
  }
  CHECK(dense.area_factor("pe/adder_tree") == scnn.area_factor("pe/multipliers"));
  CHECK(dense.area_factor("pe/accumulators") == scnn.area_factor("pe/iaram"));
}
