// SPDX-License-Identifier: Apache-2.0
// Random layers of every kind of weights in every mode of the simulator.
#include "arch/dlac/layer_format.hpp"
#include "arch/dlac/layer_run.hpp"
#include "arch/dlac/random_machine.hpp"
#include "arch/planar/random_layer.hpp"
#include "numerics/lowbit/format_names.hpp"
#include "support/catch.hpp"
#include "support/cpu_levels.hpp"
#include "support/layers.hpp"
#include "support/records.hpp"

using namespace gossamer;
using namespace gossamer::arch::dlac;
using arch::SimulationOptions;

namespace {

core::LayerRecord run(const Params& params, const workload::Layer& layer,
                      SimulationOptions options = {}) {
  options.check = options.values;
  return run_layer(params, 1.0, layer, options);
}

/// Weights without zeros where the scheme has none.
workload::Layer with_weights(workload::Layer layer, const std::string& weights) {
  layer.precision.weights = weights;
  if (weights == "binary" || weights.rfind("dorefa", 0) == 0) layer.weights.density = {1.0};
  return layer;
}

/// A random machine, and a layer of any weights that it runs.
struct Scene {
  Params params;
  workload::Layer layer;
};

Scene random_scene(core::RandomStream& random) {
  const auto& names = numerics::lowbit::weight_names();
  for (;;) {
    Scene scene{random_params(random), test::random_layer(random)};
    std::string weights = names[random.below(names.size())];
    if (random.below(4) == 0) weights = "ttq";
    if (random.below(6) == 0) weights = "fp32";
    scene.layer = with_weights(scene.layer, weights);
    if (weights == "fp32") scene.layer.precision.activations = "fp32";
    if (random.below(6) == 0) {
      scene.layer.first = true;
      scene.layer.precision = {};
    }
    if (refusal_of(scene.layer, scene.params).empty()) return scene;
  }
}

/// How many layers of each kind ran.
struct Kinds {
  int real = 0, ttq = 0, wider = 0, through_dram = 0;

  void add(const core::LayerRecord& record) {
    const std::string& datapath = record.choices.at("datapath");
    const auto names = [&](const char* part) { return datapath.find(part) != std::string::npos; };
    real += names("full precision") ? 1 : 0;
    ttq += names("ttq") ? 1 : 0;
    wider += names("wrpn") || names("dorefa") ? 1 : 0;
    through_dram += record.spilled ? 1 : 0;
  }
  void require_all() const {
    CHECK(real >= 8);
    CHECK(ttq >= 8);
    CHECK(wider >= 8);
    CHECK(through_dram >= 8);
  }
};

}  // namespace

TEST_CASE("bursts, the order of modules and the instruction set change nothing") {
  core::RandomStream random{12, "dlac: kernel modes"};
  Kinds kinds;
  for (int n = 0; n < 80; ++n) {
    const Scene scene = random_scene(random);
    CAPTURE(n, scene.layer.precision.weights);
    const auto record = run(scene.params, scene.layer);
    kinds.add(record);
    SimulationOptions options;
    options.single_step = true;
    options.module_order = 1 + random.below(5);
    test::require_same_record(record, run(scene.params, scene.layer, options));
    for (const auto level : test::host_levels()) {
      SimulationOptions at_level;
      at_level.cpu_level = level;
      test::require_same_record(record, run(scene.params, scene.layer, at_level));
    }
  }
  kinds.require_all();
}

TEST_CASE("without values a layer takes the same cycles, bytes, slots and actions") {
  core::RandomStream random{13, "dlac: without values"};
  Kinds kinds;
  for (int n = 0; n < 80; ++n) {
    const Scene scene = random_scene(random);
    CAPTURE(n, scene.layer.precision.weights);
    const auto with = run(scene.params, scene.layer);
    kinds.add(with);
    SimulationOptions options;
    options.values = false;
    const auto without = run(scene.params, scene.layer, options);
    CHECK(with.cycles == without.cycles);
    CHECK(with.slots == without.slots);
    CHECK(with.counters == without.counters);
    CHECK(with.dram_read_bytes == without.dram_read_bytes);
    CHECK(with.dram_write_bytes == without.dram_write_bytes);
    CHECK((without.timing == core::Timing::exact));
    CHECK_FALSE(without.checked);
  }
  kinds.require_all();
}

TEST_CASE("random stalls of channels change no output") {
  core::RandomStream random{14, "dlac: stalls"};
  Kinds kinds;
  for (int n = 0; n < 80; ++n) {
    const Scene scene = random_scene(random);
    CAPTURE(n, scene.layer.precision.weights);
    SimulationOptions options;
    options.stall_seed = 1 + random.below(100);
    const auto record = run(scene.params, scene.layer, options);
    test::require_sound(record);
    kinds.add(record);
  }
  kinds.require_all();
}
