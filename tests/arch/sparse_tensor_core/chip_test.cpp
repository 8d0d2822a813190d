// SPDX-License-Identifier: Apache-2.0
// Layers of every shape and type on machines of every kind: right values, everything booked once,
// and no trace of how the simulation was stepped.
#include "arch/sparse_tensor_core/layer_format.hpp"
#include "arch/sparse_tensor_core/layer_run.hpp"
#include "arch/sparse_tensor_core/random_gemm.hpp"
#include "support/catch.hpp"
#include "support/records.hpp"

using namespace gossamer;
using namespace gossamer::arch::sparse_tensor_core;

namespace {

struct Trial {
  Params params;
  workload::Layer layer;
  bool runs = false;

  explicit Trial(std::uint64_t seed) {
    core::RandomStream random{seed, "sparse_tensor_core"};
    params = random_params(random);
    layer = random_layer(params, random);
    runs = refusal_of(layer, params, 1.0).empty();
  }

  core::LayerRecord run(arch::SimulationOptions options = {}) const {
    options.check = options.values;
    return run_layer(params, 1.0, layer, options);
  }
};

bool is_sparse(const core::LayerRecord& record) {
  return record.choices.at("instruction").find("mma.sp") != std::string::npos;
}

}  // namespace

TEST_CASE("any layer on any machine is right, booked in full, and the same however it is stepped") {
  std::size_t ran = 0;
  std::size_t sparse = 0;
  for (std::uint64_t seed = 0; seed < 120; ++seed) {
    CAPTURE(seed);
    const Trial trial{seed};
    if (!trial.runs) continue;
    ++ran;
    const auto record = trial.run();
    test::require_sound(record);
    sparse += is_sparse(record) ? 1 : 0;
    arch::SimulationOptions options;
    options.single_step = true;
    test::require_same_record(record, trial.run(options));
    options.single_step = false;
    options.module_order = 5;
    test::require_same_record(record, trial.run(options));
    options.module_order = 0;
    options.stall_seed = 3 + seed;
    const auto stalled = trial.run(options);
    test::require_sound(stalled);
    CHECK(stalled.effectual_macs == record.effectual_macs);
  }
  CHECK(ran > 60);
  CHECK(sparse > 20);
  CHECK(sparse + 20 < ran);
}

TEST_CASE("a run without values is the same but for the check") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const Trial trial{seed};
    if (!trial.runs) continue;
    arch::SimulationOptions options;
    options.values = false;
    auto without = trial.run(options);
    without.checked = true;
    test::require_same_record(trial.run(), without);
  }
}

TEST_CASE("the check finds a slab that gets lost and a sum that is wrong") {
  const auto fault = GENERATE(as<std::string>{}, "slab", "sum");
  std::size_t injected = 0;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed, fault);
    Trial trial{seed};
    if (!trial.runs) continue;
    trial.layer.relu = false;
    arch::SimulationOptions options;
    options.fault = fault;
    const auto record = trial.run(options);
    if (record.run_info.at("faults_injected") == 0) continue;
    ++injected;
    CHECK_FALSE(record.mismatches.empty());
    CHECK_FALSE(record.checked);
  }
  CHECK(injected > 10);
}
