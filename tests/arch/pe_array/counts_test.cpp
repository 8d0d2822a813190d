// SPDX-License-Identifier: Apache-2.0
// What a layer's run counts: post-processing, padding, and that the check compares counts.
#include "arch/pe_array/machines.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/records.hpp"
#include "support/slot.hpp"

using namespace gossamer;
using arch::SimulationOptions;
using test::conv_layer;
using test::conv_of;
using test::pe_array_machine;
using test::widths;

namespace {

core::LayerRecord run(const std::string& parameters, const workload::Layer& layer) {
  SimulationOptions options;
  options.check = true;
  const auto machine = pe_array_machine(parameters);
  REQUIRE(machine->refusal(layer, options) == "");
  return machine->simulate(layer, options);
}

}  // namespace

TEST_CASE("values that do not come in one edge wait for the maximum of their vector") {
  const std::uint64_t outputs = 32 * 81;
  const auto layer = conv_layer(40, 9, 32, 3, 1, 0.6, 0.5);
  const auto waiting = [&](const std::string& parameters) {
    const auto record = run(parameters, layer);
    test::require_sound(record);
    return record.counters.at("pe/ppu").at("buffer");
  };
  CHECK(waiting("pe: {vector: 32}\nppu: {width: 32}") == outputs);  // two passes
  CHECK(waiting("ppu: {width: 8}") == outputs);                     // two edges
  CHECK(waiting("ppu: {width: 16}") == 0);
  CHECK(waiting(widths(8, 8, 0, 0) + "pe: {vector: 32}") == 0);  // no maximum
}

TEST_CASE(
    "without scales a value is quantised as it comes, with them when its vector is complete") {
  const auto layer = conv_layer(16, 9, 32, 1, 0, 0.6, 0.5);  // two passes of 16 lanes
  const auto busy = [&](const std::string& parameters) {
    const auto record = run(parameters + "pe: {count: 1, vector: 32}\nppu: {width: 1}", layer);
    for (const auto& [module, activity] : record.activity) {
      if (module == "ppu_0") return activity.of(core::Activity::busy).count();
    }
    return std::uint64_t{0};
  };
  CHECK(busy(widths(8, 8, 0, 0)) == std::uint64_t{81} * 32);
  CHECK(busy(widths(4, 4, 4, 4)) == std::uint64_t{81} * (16 + 32));
}

TEST_CASE("channels of many groups lie side by side in the lanes and leave together") {
  auto layer = conv_layer(16, 9, 16, 1, 0, 0.6, 0.5);
  conv_of(layer).groups = 16;  // 16 passes of a channel each
  const auto record = run("pe: {count: 1}\nppu: {width: 16}", layer);
  test::require_sound(record);
  CHECK(record.counters.at("pe/accumulation_buffer").at("read") == 81);  // by the post-processing
  CHECK(record.counters.at("pe/ppu").at("buffer") == 0);
}

TEST_CASE("the factors of an output vector are loaded once for the blocks that follow each other") {
  const auto loads = [](const std::string& parameters, std::uint32_t filters) {
    return run(parameters, conv_layer(40, 9, filters, 3, 1, 0.6, 0.5))
        .counters.at("pe/ppu")
        .at("load");
  };
  CHECK(loads("pe: {count: 1}", 40) == 40);
  CHECK(loads("pe: {count: 4, accumulators: 32}\nkernel_groups: 1", 16) == 4 * 16);
}

TEST_CASE("padding is a vector of zeros whose scale is zero: not read, not scaled, not added") {
  const auto layer = conv_layer(16, 9, 16, 3, 1, 0.9, 0.9);
  const auto count = [](const core::LayerRecord& record, const char* path, const char* action) {
    return record.counters.at(path).at(action);
  };
  const auto four = run(widths(4, 4, 4, 4), layer);
  const std::uint64_t vectors = test::slot(four, "padding") / (std::uint64_t{16} * 16);
  REQUIRE(vectors > 0);
  const auto zeros = static_cast<std::uint64_t>(four.metrics.at("zero_scale_products"));
  CHECK(count(four, "pe/input_buffer", "read") == std::uint64_t{9} * 81 - vectors);
  CHECK(count(four, "pe/scale_units", "scale") ==
        count(four, "pe/scale_units", "scale_product") - zeros - 16 * vectors);
  CHECK(count(four, "pe/collector", "accumulate") == count(four, "pe/scale_units", "scale"));
  // Without scales no zero is seen, inside the plane or outside.
  const auto eight = run(widths(8, 8, 0, 0), layer);
  CHECK(count(eight, "pe/input_buffer", "read") == std::uint64_t{9} * 81 - vectors);
  CHECK(count(eight, "pe/collector", "accumulate") == count(eight, "pe/vector_macs", "reduce"));
}

TEST_CASE("lanes without a filter leave their macros of the weight buffer alone") {
  auto layer = conv_layer(16, 9, 16, 3, 1, 0.9, 0.9);
  const auto words = [&](const char* action) {
    return run("pe: {count: 1, accumulators: 4096}", layer)
        .counters.at("pe/weight_buffer")
        .at(action);
  };
  CHECK(words("write") == 9 * 16);
  conv_of(layer).groups = 16;  // a lane at a time, a vector of one channel
  CHECK(words("write") == 9 * 16);
  conv_of(layer).groups = 1;
  conv_of(layer).filters = 5;
  CHECK(words("write") == 9 * 5);
  CHECK(words("read") == 9 * 5 * ((81 + 15) / 16));  // once for the outputs of a collector
}

TEST_CASE("the check compares saturations and zero scale products with the reference's") {
  auto layer = conv_layer(24, 19, 20, 3, 1, 0.9, 0.9);
  layer.relu = false;
  layer.output_density.reset();
  SimulationOptions options;
  options.check = true;
  options.fault = "weight_tile";
  const auto record = pe_array_machine("accumulator_bits: 10")->simulate(layer, options);
  std::string all;
  for (const auto& mismatch : record.mismatches) all += mismatch + '\n';
  CHECK_THAT(all, Catch::Contains("saturated_additions: ") &&
                      Catch::Contains("zero_scale_products: ") &&
                      Catch::Contains(" were counted; the reference has "));
}
