// SPDX-License-Identifier: Apache-2.0
// What parameters do to simulated layers, where they change what is counted.
#include "arch/dcnn/components.hpp"
#include "arch/dcnn/layer_run.hpp"
#include "cost/cost_model.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/price_signs.hpp"

using namespace gossamer;
using namespace gossamer::arch::dcnn;

namespace {

const cost::CostModel& shipped() {
  static const cost::CostModel model = test::shipped_prices(GOSSAMER_CONFIGS, "dcnn");
  return model;
}

struct Outcome {
  core::LayerRecord record;
  double energy;
};

Outcome outcome(const Params& params, const workload::Layer& layer) {
  Outcome result{run_layer(params, 1.0, layer, {}), 0};
  result.energy =
      cost::total(shipped().energy(result.record, list_components(params), 1.0, 0.8).leaves.raw);
  return result;
}

}  // namespace

TEST_CASE(
    "gating saves energy where there are zeros, and costs its detectors where there are none") {
  const auto energy = [](bool gating, double density) {
    Params params;
    params.zero_gating = gating;
    return outcome(params, test::conv_layer(32, 16, 16, 1, 0, density, density)).energy;
  };
  CHECK(energy(true, 0.5) < energy(false, 0.5));
  CHECK(energy(true, 1.0) > energy(false, 1.0));
}

TEST_CASE("time tiles for least work take fewer edges of work, and more bytes of weights") {
  const auto layer = test::conv_layer(256, 56, 8, 3, 1, 0.2, 0.5);
  Params params;
  params.time_tiles = TimeTiles::least_work;
  const Outcome least = outcome(params, layer);
  params.time_tiles = TimeTiles::fewest;
  const Outcome fewest = outcome(params, layer);
  CHECK(least.record.metrics.at("compute_bound_cycles") <
        fewest.record.metrics.at("compute_bound_cycles"));
  CHECK(least.record.metrics.at("time_tiles") > fewest.record.metrics.at("time_tiles"));
  CHECK(least.record.metrics.at("dram_weight_bytes") >
        fewest.record.metrics.at("dram_weight_bytes"));
}

TEST_CASE("larger groups read inputs less often, here and at neighbours, and take less energy") {
  const auto layer = test::conv_layer(32, 24, 32, 3, 1, 0.5, 0.5);
  Params params;
  params.weights.fifo_entries = 64;
  params.kc = 4;
  const Outcome few = outcome(params, layer);
  params.kc = 16;
  const Outcome many = outcome(params, layer);
  const auto reads = [](const Outcome& of, const std::string& path) {
    return of.record.counters.at(path);
  };
  CHECK(reads(few, "pe/iaram").at("read") == 4 * reads(many, "pe/iaram").at("read"));
  CHECK(reads(few, "pe/halo_links").at("transfer") ==
        4 * reads(many, "pe/halo_links").at("transfer"));
  CHECK(many.energy < few.energy);
}

TEST_CASE("a run index longer than the runs only takes bytes; one too short takes placeholders") {
  const auto bytes = [](std::uint32_t run_bits, double density) {
    auto layer = test::conv_layer(64, 40, 8, 1, 0, 1.0, density);
    layer.output_density.reset();
    Params params;
    params.iaram_kib = 2;
    params.compress_activations = true;
    params.run_bits = run_bits;
    const Outcome of = outcome(params, layer);
    CHECK(of.record.spilled);
    return of.record.dram_read_bytes;
  };
  CHECK(bytes(8, 0.6) > bytes(4, 0.6));
  CHECK(bytes(1, 0.1) > bytes(4, 0.1));
}
