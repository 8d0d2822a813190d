// SPDX-License-Identifier: Apache-2.0
// Layers of every shape on machines of every kind: right values, everything booked once, and no
// trace of how the simulation was stepped.
#include <algorithm>
#include <set>

#include "arch/dcnn/image_plan.hpp"
#include "arch/dcnn/layer_run.hpp"
#include "arch/dcnn/random_machine.hpp"
#include "arch/planar/random_layer.hpp"
#include "support/catch.hpp"
#include "support/records.hpp"
#include "workload/operands.hpp"

using namespace gossamer;
using namespace gossamer::arch::dcnn;
using arch::SimulationOptions;
using arch::planar::InputSupply;

namespace {

SimulationOptions checked() {
  SimulationOptions options;
  options.check = true;
  return options;
}

InputSupply supply_of(const Params& params, const workload::Layer& layer) {
  const DenseLayer dense{layer, params.grid(), params.pe.multipliers};
  const auto weights = workload::int16_weights(layer, 1, workload::Values::drawn);
  const auto activations = workload::int16_activations(layer, 0, 1, workload::Values::drawn);
  const auto filters = dense.is_gemm() ? dense.weights_of_gemm(weights) : weights;
  const auto inputs = dense.is_gemm() ? dense.activations_of_gemm(activations) : activations;
  const LayerPlan plan = plan_layer(dense, filters, params);
  return plan_image(plan, params, inputs.data.data()).supply;
}

/// What a sweep has met, so that it cannot miss a part of the machine unseen.
struct Reached {
  std::set<InputSupply> supplies;
  std::set<bool> gating;
  std::set<bool> compression;
  bool outputs_to_dram = false;
  bool time_tiles = false;
  bool smaller_kc = false;

  void add(const Params& params, const workload::Layer& layer, const core::LayerRecord& record) {
    supplies.insert(supply_of(params, layer));
    gating.insert(params.zero_gating);
    compression.insert(params.compress_activations);
    outputs_to_dram |= record.dram_write_bytes > 0;
    time_tiles |= record.metrics.at("time_tiles") > 1;
    const DenseLayer dense{layer, params.grid(), params.pe.multipliers};
    const std::uint32_t filters = dense.conv.filters / dense.conv.groups;
    smaller_kc |= record.metrics.at("kc") < std::min(params.kc, filters);
  }
};

void check_layer(const Params& params, const workload::Layer& layer, std::uint64_t seed,
                 const core::LayerRecord& record) {
  test::require_sound(record);
  auto options = checked();
  options.single_step = true;
  test::require_same_record(record, run_layer(params, 1.0, layer, options));
  options = checked();
  options.module_order = 5;
  test::require_same_record(record, run_layer(params, 1.0, layer, options));
  options = checked();
  options.stall_seed = 3 + seed;
  const auto stalled = run_layer(params, 1.0, layer, options);
  test::require_sound(stalled);
  CHECK(stalled.effectual_macs == record.effectual_macs);
}

}  // namespace

TEST_CASE("any layer on any machine is right, booked in full, and the same however it is stepped") {
  Reached reached;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    core::RandomStream random{seed, "sweep"};
    Params params = test::random_dense_machine(random);
    const workload::Layer layer = test::random_layer(random);
    test::make_room(params, layer);
    CAPTURE(seed);
    const auto record = run_layer(params, 1.0, layer, checked());
    check_layer(params, layer, seed, record);
    reached.add(params, layer, record);
  }
  CHECK(reached.supplies.size() == 3);
  CHECK(reached.gating.size() == 2);
  CHECK(reached.compression.size() == 2);
  CHECK(reached.outputs_to_dram);
  CHECK(reached.time_tiles);
  CHECK(reached.smaller_kc);
}

TEST_CASE("without values a layer takes the same cycles and counts the same actions") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    core::RandomStream random{seed, "masks"};
    Params params = test::random_dense_machine(random);
    params.compress_activations = false;  // bytes of outputs depend on where their zeros are
    workload::Layer layer = test::random_layer(random);
    test::make_room(params, layer);
    layer.output_density = 0.5;
    SimulationOptions masks;
    masks.values = false;
    CAPTURE(seed);
    const auto with = run_layer(params, 1.0, layer, {});
    const auto without = run_layer(params, 1.0, layer, masks);
    CHECK(without.cycles == with.cycles);
    CHECK(without.slots == with.slots);
    CHECK(without.counters == with.counters);
  }
}
