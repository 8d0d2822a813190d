// SPDX-License-Identifier: Apache-2.0
#include "arch/int16/layer_run.hpp"

#include <utility>

#include "arch/record.hpp"
#include "kernel/probe.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"

using namespace gossamer;
using namespace gossamer::arch;
using int16::Invocation;
using int16::Values16;

namespace {

/// A way of running a layer that takes so many cycles; right, or wrong in its first output.
class Fake : public int16::PlannedLayer {
 public:
  Fake(std::string name, std::uint64_t cycles, const Values16& weights, bool right = true)
      : name_{std::move(name)}, cycles_{cycles}, weights_{weights}, right_{right} {}

  void run(const Invocation& invocation, const SimulationOptions& /*options*/, Values16& outputs,
           core::LayerRecord& record) override {
    const auto& activations = invocation.activations();
    outputs = workload::int16_reference(invocation.layer(), weights_, activations,
                                        invocation.arithmetic())
                  .outputs;
    if (!right_) outputs.data[0] = static_cast<std::int16_t>(outputs.data[0] + 1);
    kernel::Simulation simulation{{}};
    const test::Probe end{"end", simulation, test::end_at(cycles_ - 1)};
    simulation.run();
    add_run(simulation, record);
    record.effectual_macs +=
        workload::effectual_macs(invocation.layer(), weights_, activations) + (right_ ? 0 : 1);
  }
  void complete(core::LayerRecord& record) const override { record.choices["way"] = name_; }
  std::string name() const override { return name_; }

 private:
  std::string name_;
  std::uint64_t cycles_;
  const Values16& weights_;
  bool right_;
};

workload::Layer small_layer() {
  return test::conv_layer(3, 7, 4, 3, 1, 0.5, 0.5);
}

SimulationOptions checking() {
  SimulationOptions options;
  options.check = true;
  return options;
}

}  // namespace

TEST_CASE("the fastest way is the result, and the record says what the others took") {
  const auto layer = small_layer();
  const auto record = int16::run_layer(layer, checking(), 64, [](const Values16& weights) {
    int16::Plans plans;
    plans.push_back(std::make_unique<Fake>("slow", 30, weights));
    plans.push_back(std::make_unique<Fake>("fast", 10, weights));
    return plans;
  });
  CHECK(record.name == "conv");
  CHECK(record.multipliers == 64);
  CHECK(record.cycles == 10);
  CHECK(record.choices.at("way") == "fast");
  CHECK(record.metrics.at("cycles_if_slow") == 30);
  CHECK(record.metrics.count("cycles_if_fast") == 0);
  CHECK(record.metrics.at("invocations") == 1);
  CHECK(record.macs == workload::macs(layer));
  CHECK(record.checked);
}

TEST_CASE("a wrong output or a miscounted MAC is told, also where the faster way was right") {
  const bool slow_is_right = GENERATE(false, true);
  const auto record = int16::run_layer(small_layer(), checking(), 64, [&](const Values16& weights) {
    int16::Plans plans;
    plans.push_back(std::make_unique<Fake>("slow", 30, weights, slow_is_right));
    plans.push_back(std::make_unique<Fake>("fast", 10, weights));
    return plans;
  });
  CHECK(record.checked == slow_is_right);
  REQUIRE(record.mismatches.empty() == slow_is_right);
  if (slow_is_right) return;
  CHECK_THAT(record.mismatches[0], Catch::Contains("effectual MACs were counted"));
  CHECK(record.mismatches.size() >= 2);
}

TEST_CASE("what was not asked to be checked is not called checked") {
  const auto record = int16::run_layer(small_layer(), {}, 64, [](const Values16& weights) {
    int16::Plans plans;
    plans.push_back(std::make_unique<Fake>("wrong", 30, weights, false));
    return plans;
  });
  CHECK_FALSE(record.checked);
  CHECK(record.mismatches.empty());
  CHECK(record.metrics.at("output_density") > 0);
}
