// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/layer_run.hpp"

#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/slot.hpp"
#include "workload/int16_layer.hpp"
#include "workload/operands.hpp"

using namespace gossamer;
using arch::SimulationOptions;
using arch::scnn::Params;
using arch::scnn::run_layer;
using test::conv_layer;
using test::conv_of;
using test::require_sound;
using test::slot;

namespace {

SimulationOptions checked() {
  SimulationOptions options;
  options.check = true;
  return options;
}

std::uint64_t direct_count(const workload::Layer& layer, const SimulationOptions& options) {
  const auto weights = workload::int16_weights(layer, options.seed, workload::Values::drawn);
  const auto activations =
      workload::int16_activations(layer, 0, options.seed, workload::Values::drawn);
  return workload::effectual_macs(layer, weights, activations);
}

}  // namespace

TEST_CASE(
    "outputs equal the reference, and slots and activities add up, for kernels of every size") {
  const auto kernel = GENERATE(1U, 2U, 3U, 5U, 7U);
  const auto pad = GENERATE(0U, 1U, 2U);
  const auto size = GENERATE(7U, 13U, 20U);
  auto layer = conv_layer(6, size, 10, kernel, pad, 0.4, 0.5);
  CAPTURE(kernel, pad, size);
  const auto record = run_layer(Params{}, 1.0, layer, checked());
  require_sound(record);
  CHECK(record.effectual_macs == direct_count(layer, checked()));
  CHECK(slot(record, "useful") == record.effectual_macs);
}
