// SPDX-License-Identifier: Apache-2.0
// Layers of every shape on machines of every kind: right values, everything booked once, and no
// trace of how the simulation was stepped.
#include <set>
#include <string>

#include "arch/planar/random_layer.hpp"
#include "arch/scnn/image_plan.hpp"
#include "arch/scnn/layer_run.hpp"
#include "arch/scnn/random_machine.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/slot.hpp"
#include "support/temporary_directory.hpp"
#include "tensor/npy.hpp"
#include "workload/operands.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using arch::SimulationOptions;

namespace {

SimulationOptions checked() {
  SimulationOptions options;
  options.check = true;
  return options;
}

/// How the first image's inputs get into the PEs, in each mapping that is tried.
std::set<InputSupply> supplies_of(const Params& params, const workload::Layer& layer) {
  const auto weights = workload::int16_weights(layer, 1, workload::Values::drawn);
  const auto activations = workload::int16_activations(layer, 0, 1, workload::Values::drawn);
  std::set<InputSupply> supplies;
  for (const Grid& grid : grids_for(layer, params)) {
    const ConvLayer conv{layer, grid};
    const auto filters = conv.is_gemm() ? conv.weights_of_gemm(weights) : weights;
    const auto inputs = conv.is_gemm() ? conv.activations_of_gemm(activations) : activations;
    const LayerPlan plan = plan_layer(layer, conv, grid, filters, params);
    supplies.insert(plan_image(plan, params, inputs.data.data()).supply);
  }
  return supplies;
}

/// What a sweep has met, so that it cannot miss a part of the machine unseen.
struct Reached {
  std::set<InputSupply> supplies;
  std::set<std::string> mappings;
  std::set<Skip> skips;
  bool outputs_to_dram = false;
  bool rebroadcast = false;
  bool time_tiles = false;
  bool phases = false;

  void add(const Params& params, const workload::Layer& layer, const core::LayerRecord& record) {
    supplies.merge(supplies_of(params, layer));
    mappings.insert(record.choices.at("mapping"));
    skips.insert(params.skip);
    outputs_to_dram |= record.dram_write_bytes > 0;
    rebroadcast |= record.metrics.at("rebroadcast_vectors") > 0;
    time_tiles |= record.metrics.at("time_tiles") > 1;
    phases |= record.metrics.at("phases") > 1;
  }
};

void check_layer(const Params& params, const workload::Layer& layer, std::uint64_t seed,
                 const core::LayerRecord& record) {
  test::require_sound(record);
  const auto weight_bytes = static_cast<std::uint64_t>(record.metrics.at("dram_weight_bytes"));
  REQUIRE(record.dram_read_bytes >= weight_bytes);
  if (!record.spilled) REQUIRE(record.dram_read_bytes == weight_bytes);
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
    Params params = test::random_machine(random);
    const workload::Layer layer = test::random_layer(random);
    test::make_room(params, layer);
    CAPTURE(seed);
    const auto record = run_layer(params, 1.0, layer, checked());
    check_layer(params, layer, seed, record);
    reached.add(params, layer, record);
  }
  CHECK(reached.supplies.size() == 3);
  CHECK(reached.mappings == std::set<std::string>{"channel", "planar"});
  CHECK(reached.skips.size() == 3);
  CHECK(reached.outputs_to_dram);
  CHECK(reached.rebroadcast);
  CHECK(reached.time_tiles);
  CHECK(reached.phases);
}

TEST_CASE("invocations from files add up, in both mappings") {
  core::RandomStream random{7, "invocations"};
  const test::TemporaryDirectory directory;
  auto layer = test::conv_layer(6, 9, 7, 3, 1, 0.4, 0.5);
  test::conv_of(layer).stride_x = 2;
  layer.activations.density.clear();
  for (const std::string name : {"a.npy", "b.npy", "c.npy"}) {
    tensor::Tensor<std::int16_t> values{{6, 9, 9}};
    values.data = test::random_values(random, values.size(), test::between(random, 0, 900));
    layer.activations.files.push_back((directory.path() / name).string());
    layer.activations.file_where.emplace_back();
    tensor::write_npy(layer.activations.files.back(), values);
  }
  Params params;
  params.pe.rows = 3;
  params.pe.cols = 2;
  params.mapping = GENERATE(Mapping::planar, Mapping::channel, Mapping::automatic);
  const auto all = run_layer(params, 1.0, layer, checked());
  check_layer(params, layer, 0, all);
  CHECK(all.metrics.at("invocations") == 3);
  if (params.mapping == Mapping::automatic) return;  // one choice for all of them
  std::uint64_t cycles = 0;
  const auto files = layer.activations.files;
  for (const std::string& file : files) {
    layer.activations.files = {file};
    cycles += run_layer(params, 1.0, layer, checked()).cycles;
  }
  CHECK(cycles == all.cycles);
}
