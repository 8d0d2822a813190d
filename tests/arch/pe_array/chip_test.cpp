// SPDX-License-Identifier: Apache-2.0
// Layers of every shape on machines of every kind: right values, everything booked once, and no
// trace of how the simulation was stepped.
#include <optional>

#include "arch/pe_array/chip_run.hpp"
#include "arch/pe_array/random_chip.hpp"
#include "numerics/reference/vsq_reference.hpp"
#include "support/catch.hpp"
#include "support/records.hpp"

using namespace gossamer;
using namespace gossamer::arch::pe_array;
using numerics::vsq::Vectors;

namespace {

/// A layer, its operands and the machine that it runs on.
struct Trial {
  Params params;
  ConvShape shape;
  std::optional<Mapping> mapping;
  Vectors weights;
  Vectors activations;
  numerics::vsq::PostProcessing post_processing;

  explicit Trial(std::uint64_t seed) {
    core::RandomStream random{seed, "pe_array"};
    params = random_params(random);
    shape = random_shape(random);
    const bool relu = random.below(2) == 0;
    const LayerFormats formats = layer_formats(
        params, {random.below(4) == 0, random.below(2) == 0, random.below(4) == 0, relu});
    mapping = map_layer(shape, params, formats, 50.0);
    weights = random_vectors(shape.filters, shape.channels_per_group(),
                             shape.filter_height * shape.filter_width, params.pe.vector,
                             formats.arithmetic.weights, random);
    activations = random_vectors(shape.batch * shape.groups, shape.channels_per_group(),
                                 shape.height * shape.width, params.pe.vector,
                                 formats.arithmetic.activations, random);
    post_processing = random_post_processing(shape, formats, relu, random);
  }

  core::LayerRecord run(const arch::SimulationOptions& options, Vectors& outputs) const {
    core::LayerRecord record;
    record.multipliers = params.multipliers();
    record.checked = true;  // by the caller
    outputs =
        run_chip(*mapping, params, 1.0, {weights, activations, post_processing}, options, record);
    record.macs = shape.outputs() * shape.filter_size();
    return record;
  }
};

}  // namespace

TEST_CASE("any layer on any machine is right, booked in full, and the same however it is stepped") {
  std::size_t ran = 0;
  std::uint64_t saturations = 0;
  std::uint64_t zero_scales = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    const Trial trial{seed};
    if (!trial.mapping) continue;
    ++ran;
    const auto expected = numerics::reference::vsq_conv2d(
        trial.shape, trial.weights, trial.activations, trial.mapping->formats.arithmetic,
        trial.mapping->blocking.chunks_at_once);
    Vectors outputs;
    const auto record = trial.run({}, outputs);
    REQUIRE(outputs == numerics::reference::vsq_post_process(trial.shape, expected.sums,
                                                             trial.post_processing,
                                                             trial.params.pe.vector));
    REQUIRE(record.effectual_macs == expected.effectual_macs);
    REQUIRE(record.metrics.at("saturated_additions") == static_cast<double>(expected.saturations));
    const bool scaled = trial.mapping->formats.arithmetic.full_scale_product_bits() > 0;
    REQUIRE(record.metrics.at("zero_scale_products") ==
            (scaled ? static_cast<double>(expected.zero_scale_products) : 0.0));
    saturations += expected.saturations;
    zero_scales += expected.zero_scale_products;
    test::require_sound(record);
    arch::SimulationOptions options;
    options.single_step = true;
    test::require_same_record(record, trial.run(options, outputs));
    options.single_step = false;
    options.module_order = 5;
    test::require_same_record(record, trial.run(options, outputs));
    options.module_order = 0;
    options.stall_seed = 3 + seed;
    const Vectors before = outputs;
    const auto stalled = trial.run(options, outputs);
    test::require_sound(stalled);
    REQUIRE(outputs == before);
  }
  CHECK(ran > 100);
  CHECK(saturations > 0);
  CHECK(zero_scales > 0);
}
