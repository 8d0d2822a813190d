// SPDX-License-Identifier: Apache-2.0
// What the machine costs with the shipped prices, and how that follows its widths.
#include <algorithm>

#include "arch/pe_array/components.hpp"
#include "arch/pe_array/record.hpp"
#include "cost/cost_model.hpp"
#include "support/catch.hpp"
#include "support/price_signs.hpp"

using namespace gossamer;
using namespace gossamer::arch::pe_array;

namespace {

const cost::CostModel& shipped() {
  static const cost::CostModel model = test::shipped_prices(GOSSAMER_CONFIGS, "");
  return model;
}

std::vector<test::Sign<Params>> signs() {
  return test::with_dram_signs<Params>({
      {"pe.count", [](Params& p) { p.pe.count = 32; }, 1, 0},  // hops are counted by the network
      {"pe.lanes", [](Params& p) { p.pe.lanes = 32; }, 1, 1},
      {"pe.vector", [](Params& p) { p.pe.vector = 32; }, 1, 1},
      {"pe.weight_elements", [](Params& p) { p.pe.weight_elements *= 2; }, 1, 1},
      {"pe.input_elements", [](Params& p) { p.pe.input_elements *= 2; }, 1, 1},
      {"pe.accumulators", [](Params& p) { p.pe.accumulators *= 2; }, 1, 1},
      {"pe.collector_depth", [](Params& p) { p.pe.collector_depth *= 2; }, 1, 1},
      {"pe.pipeline_edges", [](Params& p) { p.pe.pipeline_edges = 8; }, 1, 1},
      {"weights.bits", [](Params& p) { p.weights.bits = 6; }, 1, 1},
      {"weights.scale_bits", [](Params& p) { p.weights.scale_bits = 6; }, 1, 1},
      {"activations.bits", [](Params& p) { p.activations.bits = 6; }, 1, 1},
      {"activations.scale_bits", [](Params& p) { p.activations.scale_bits = 6; }, 1, 1},
      {"scale_product_bits", [](Params& p) { p.scale_product_bits = 6; }, -1, -1},
      {"accumulator_bits", [](Params& p) { p.accumulator_bits = 32; }, 1, 1},
      {"edge_layer_bits", [](Params& p) { p.edge_layer_bits = 0; }, -1, -1},  // nothing to combine
      {"dataflow", [](Params& p) { p.dataflow = Dataflow::os; }, -1, -1},     // no collector
      {"kernel_groups", [](Params& p) { p.kernel_groups = 4; }, 0, 0},
      {"quantization.scale_order",
       [](Params& p) { p.quantization.scale_order = ScaleOrder::elements_first; }, 1, 1},
      {"quantization.weight_coarse_scale",
       [](Params& p) { p.quantization.weight_coarse_scale = Granularity::tensor; }, 0, 0},
      {"quantization.weight_clipping",
       [](Params& p) { p.quantization.weight_clipping = ClippingRule::octav; }, 0, 0},
      {"quantization.activation_clipping",
       [](Params& p) { p.quantization.activation_clipping = ClippingRule::octav; }, 0, 0},
      {"quantization.percentile", [](Params& p) { p.quantization.percentile = 99; }, 0, 0},
      {"global_buffer.activation_elements",
       [](Params& p) { p.global_buffer.activation_elements *= 2; }, 1, 1},
      {"global_buffer.weight_elements", [](Params& p) { p.global_buffer.weight_elements *= 2; }, 1,
       1},
      {"global_buffer.banks", [](Params& p) { p.global_buffer.banks = 32; }, 1, 1},
      {"network.vectors_per_edge", [](Params& p) { p.network.vectors_per_edge = 16; }, 1, 1},
      {"network.output_vectors_per_edge", [](Params& p) { p.network.output_vectors_per_edge = 4; },
       1, 1},
      {"ppu.width", [](Params& p) { p.ppu.width = 16; }, 1, -1},
  });
}

Params with_widths(std::uint32_t weights, std::uint32_t activations, std::uint32_t weight_scales,
                   std::uint32_t activation_scales, std::uint32_t rounded) {
  Params params;
  params.weights = {weights, weight_scales};
  params.activations = {activations, activation_scales};
  params.scale_product_bits = rounded;
  return params;
}

/// Area of all PEs, and energy of each of their actions a thousand times.
test::Costs pe_costs(const Params& params) {
  core::Components of_pes;
  test::Counters counters;
  const auto all = all_counters();
  for (auto& component : list_components(params)) {
    if (component.path.rfind("pe/", 0) != 0) continue;
    const auto counted = all.find(component.path);
    if (counted != all.end()) counters.insert(*counted);
    of_pes.push_back(std::move(component));
  }
  return test::costs_of(shipped(), of_pes, counters);
}

core::Component component(const Params& params, const std::string& path) {
  for (auto& each : list_components(params)) {
    if (each.path == path) return each;
  }
  FAIL("no component " << path);
  return {};
}

/// A part of a component, or one of count 0.
core::Part part(const Params& params, const std::string& path, const std::string& name) {
  for (auto& each : component(params, path).parts) {
    if (each.name == name) return each;
  }
  return {name, "none", 0, {}};
}

/// What the scale units and the scales in the buffers add to the area of a PE, as a fraction; lanes
/// enough for every vector, so that none has a two-pass buffer.
double overhead(std::uint32_t vector) {
  Params with;
  with.pe.vector = vector;
  with.pe.lanes = 64;
  with.pe.accumulators = 8192;
  Params without = with;
  without.weights.scale_bits = without.activations.scale_bits = 0;
  return pe_costs(with).area / pe_costs(without).area - 1;
}

}  // namespace

TEST_CASE("area and energy respond to every parameter of pe_array in the right direction") {
  test::check_signs(signs(), shipped(), list_components, all_counters());
}

TEST_CASE("area and energy of a PE rise with the widths of scales and of their product") {
  const auto rises = [](const Params& less, const Params& more) {
    CHECK(pe_costs(more).area > pe_costs(less).area);
    CHECK(pe_costs(more).energy > pe_costs(less).energy);
  };
  for (std::uint32_t bits = 3; bits < 10; ++bits) {
    CAPTURE(bits);
    rises(with_widths(4, 8, bits, 6, 0), with_widths(4, 8, bits + 1, 6, 0));
    rises(with_widths(4, 8, 6, bits, 0), with_widths(4, 8, 6, bits + 1, 0));
    rises(with_widths(4, 8, 6, 10, bits), with_widths(4, 8, 6, 10, bits + 1));
  }
  rises(with_widths(4, 4, 0, 0, 0), with_widths(4, 4, 3, 3, 0));
}

TEST_CASE("the overhead of scaling falls as more elements share a scale") {
  CHECK(overhead(16) > overhead(32));
  CHECK(overhead(32) > overhead(64));
  CHECK(overhead(64) > 0);
}

TEST_CASE("weight stationary, the accumulation buffer has a port to read and one to write") {
  Params params;
  const auto ports = [&] {
    return part(params, "pe/accumulation_buffer", "sram").attributes.at("ports");
  };
  CHECK(ports() == 1);
  params.dataflow = Dataflow::os;
  CHECK(ports() == 1);
  params.dataflow = Dataflow::ws;
  CHECK(ports() == 2);
}

TEST_CASE("a buffer of operands is filled as fast as the network delivers, beside its reads") {
  Params params = with_widths(4, 4, 4, 4, 0);
  for (const std::uint32_t vectors : {1U, 8U, 64U, 1024U}) {
    params.network.vectors_per_edge = vectors;
    CAPTURE(vectors);
    for (const char* path : {"pe/weight_buffer", "pe/input_buffer"}) {
      CAPTURE(path);
      const auto macros = part(params, path, "macros");
      CHECK(macros.attributes.at("banks") == 2);  // the halves
      const double at_once = macros.count * macros.attributes.at("width_bits");
      const double half = macros.count * macros.attributes.at("bits") / 2;
      CHECK(at_once >= std::min(68.0 * vectors, half));
      CHECK(half >= at_once);
    }
  }
}

TEST_CASE("lanes hold every place of a wide weight while inputs take turns") {
  const auto held = [](const Params& params) {
    return part(params, "pe/weight_buffer", "operand").count;
  };
  Params params = with_widths(4, 4, 4, 4, 0);
  CHECK(held(params) == 2 * 16);
  CHECK(part(params, "pe/vector_macs", "pass_select").attributes.at("inputs") == 2);
  params.edge_layer_bits = 0;
  CHECK(held(params) == 16);
  CHECK(part(params, "pe/vector_macs", "pass_select").count == 0);
  CHECK(held(with_widths(8, 8, 0, 0, 0)) == 16);
}

TEST_CASE("post-processing has what its outputs need: scales, reciprocals, shifts, factors") {
  const auto has = [](const Params& params, const std::string& name) {
    return part(params, "pe/ppu", name).count > 0;
  };
  const Params four = with_widths(4, 4, 4, 4, 0);
  const Params eight = with_widths(8, 8, 0, 0, 0);
  for (const char* both : {"rescale", "rescale_shift", "bias", "factors", "round", "outputs"}) {
    CAPTURE(both);
    CHECK(has(four, both));
    CHECK(has(eight, both));
  }
  for (const char* scaled : {"quantize", "quantize_shift", "maximum", "values", "reciprocals"}) {
    CAPTURE(scaled);
    CHECK(has(four, scaled));
    CHECK_FALSE(has(eight, scaled));  // division by a power of two, no maximum
  }
  // Of two pixels: no vector is longer than the lanes.
  CHECK(part(four, "pe/ppu", "values").attributes.at("bits") == 2 * 16 * 24);
  // A table of 64 takes every scale of 6 bits as an index, and no more.
  CHECK_FALSE(has(with_widths(4, 4, 4, 6, 0), "leading_one"));
  CHECK(has(with_widths(4, 4, 4, 7, 0), "leading_one"));
}

TEST_CASE("a product rounded to its full width is not rounded, and costs nothing more") {
  CHECK(pe_costs(with_widths(4, 4, 4, 4, 8)).area == pe_costs(with_widths(4, 4, 4, 4, 0)).area);
}

TEST_CASE("a PE at 4/4/4/4 takes 37 % less area than one at 8/8, within five points") {
  const double saved =
      1 - pe_costs(with_widths(4, 4, 4, 4, 0)).area / pe_costs(with_widths(8, 8, 0, 0, 0)).area;
  CHECK(saved == Approx(0.37).margin(0.05));
}
