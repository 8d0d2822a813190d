// SPDX-License-Identifier: Apache-2.0
// Runs that keep masks and skip arithmetic: the same time, bytes and counts.
#include "arch/pe_array/machines.hpp"
#include "support/catch.hpp"
#include "support/layers.hpp"
#include "support/records.hpp"

using namespace gossamer;
using arch::SimulationOptions;
using test::conv_layer;
using test::conv_of;
using test::pe_array_machine;
using test::widths;

namespace {

core::LayerRecord run(const std::string& parameters, const workload::Layer& layer, bool values) {
  SimulationOptions options;
  options.values = values;
  const auto machine = pe_array_machine(parameters);
  REQUIRE(machine->refusal(layer, options) == "");
  return machine->simulate(layer, options);
}

/// All but what depends on codes: which elements quantisation makes zero, which scale products
/// round to zero.
void require_same_but_for_values(const core::LayerRecord& with, const core::LayerRecord& without) {
  CHECK(without.cycles == with.cycles);
  CHECK(without.dram_read_bytes == with.dram_read_bytes);
  CHECK(without.dram_write_bytes == with.dram_write_bytes);
  CHECK(without.spilled == with.spilled);
  CHECK((without.timing == core::Timing::exact));
  auto counted = with.counters;
  auto masked = without.counters;
  for (auto* of : {&counted, &masked}) {
    of->at("pe/scale_units").erase("scale");
    of->at("pe/collector").erase("accumulate");
  }
  CHECK(masked == counted);
  for (std::size_t slot = 0; slot < with.slots.size(); ++slot) {
    const auto& [name, count] = with.slots[slot];
    CAPTURE(name);
    if (name == "useful" || name == "zero_operand") continue;
    CHECK(without.slots[slot].second == count);
  }
  for (const auto& [name, value] : without.metrics) {
    CAPTURE(name);
    if (name != "collector_bytes_per_mac") CHECK(value == with.metrics.at(name));
  }
  for (const char* of_values : {"saturated_additions", "zero_scale_products", "output_density"}) {
    CHECK(with.metrics.count(of_values) == 1);
    CHECK(without.metrics.count(of_values) == 0);
  }
  const auto products = [](const core::LayerRecord& record) {
    return record.slots[0].second + record.slots[1].second;
  };
  CHECK(products(with) == products(without));
  REQUIRE(with.activity.size() == without.activity.size());
  for (std::size_t module = 0; module < with.activity.size(); ++module) {
    CAPTURE(with.activity[module].first);
    for (const auto what : {core::Activity::busy, core::Activity::wait_input,
                            core::Activity::wait_output, core::Activity::idle}) {
      CHECK(with.activity[module].second.of(what) == without.activity[module].second.of(what));
    }
  }
}

}  // namespace

TEST_CASE("without values time, bytes and counts are the same but for gated scale products") {
  const auto parameters = GENERATE(as<std::string>{}, widths(4, 4, 4, 4), widths(8, 8, 0, 0),
                                   widths(4, 8, 6, 10, 6), "dataflow: ws\npe: {vector: 32}",
                                   "pe: {input_elements: 256}\nglobal_buffer: "
                                   "{activation_elements: 4096}\ndram: {bandwidth_gb_per_s: 2}");
  auto grouped = conv_layer(24, 11, 40, 3, 1, 0.6, 0.5);
  conv_of(grouped).groups = 4;
  auto strided = conv_layer(40, 11, 70, 3, 1, 0.6, 0.5);
  conv_of(strided).stride_x = 2;
  conv_of(strided).batch = 2;
  auto last = conv_layer(64, 1, 40, 1, 0, 0.5, 0.5);
  last.last = true;
  for (const auto& layer : {grouped, strided, last}) {
    CAPTURE(parameters, layer.kind);
    require_same_but_for_values(run(parameters, layer, true), run(parameters, layer, false));
  }
}

TEST_CASE("without values every scale product counts as not zero, which is the most there can be") {
  const auto layer = conv_layer(64, 9, 32, 3, 1, 0.02, 0.02);
  const auto with = run(widths(4, 4, 4, 4, 3), layer, true);
  const auto without = run(widths(4, 4, 4, 4, 3), layer, false);
  const auto scaled = [](const core::LayerRecord& record) {
    return record.counters.at("pe/scale_units").at("scale");
  };
  REQUIRE(with.metrics.at("zero_scale_products") > 0);
  CHECK(scaled(without) ==
        scaled(with) + static_cast<std::uint64_t>(with.metrics.at("zero_scale_products")));
}

TEST_CASE("a run without values says which of its figures are upper bounds") {
  const auto layer = conv_layer(64, 9, 32, 3, 1, 0.5, 0.5);
  const auto bounds = [&](const std::string& parameters, bool values) {
    const auto record = run(parameters, layer, values);
    const auto found = record.choices.find("upper_bounds");
    return found == record.choices.end() ? std::string{} : found->second;
  };
  CHECK(bounds(widths(4, 4, 4, 4), true).empty());
  CHECK(bounds(widths(8, 8, 0, 0), false) == "effectual_macs, useful");
  CHECK(bounds(widths(4, 4, 4, 4), false) ==
        "effectual_macs, useful, scale of pe/scale_units, accumulate of pe/collector, their "
        "energies, "
        "collector_bytes_per_mac");
  const auto with = run(widths(4, 4, 4, 4), layer, true);
  const auto without = run(widths(4, 4, 4, 4), layer, false);
  CHECK(without.effectual_macs > with.effectual_macs);
  CHECK(without.counters.at("pe/collector").at("accumulate") >=
        with.counters.at("pe/collector").at("accumulate"));
}

TEST_CASE("without values no machine of the kind needs a density of outputs") {
  auto layer = conv_layer(16, 9, 16, 3, 1, 0.5, 0.5);
  layer.output_density.reset();
  SimulationOptions masks;
  masks.values = false;
  CHECK(pe_array_machine()->refusal(layer, masks).empty());
}

TEST_CASE("stepping edge by edge gives the same record without values, too") {
  const auto layer = conv_layer(40, 11, 70, 3, 1, 0.6, 0.5);
  SimulationOptions options;
  options.values = false;
  const auto base = pe_array_machine()->simulate(layer, options);
  options.single_step = true;
  test::require_same_record(base, pe_array_machine()->simulate(layer, options));
}
