// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/components.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "arch/components.hpp"
#include "arch/pe_array/buffer_macros.hpp"
#include "arch/pe_array/ppu_components.hpp"

namespace gossamer::arch::pe_array {

using core::Component;
using core::Part;
using core::Use;

namespace {

std::uint32_t levels(std::uint32_t terms) {
  std::uint32_t count = 0;
  for (; (std::uint64_t{1} << count) < terms; ++count) {
  }
  return count;
}

/// Bits of a lane's dot product, and of the product of two scales as it is used.
double dot_bits(const Params& params) {
  return params.weights.bits + params.activations.bits + levels(params.pe.vector);
}
double full_scale_bits(const Params& params) {
  return params.weights.scale_bits + params.activations.scale_bits;
}
double scale_bits(const Params& params) {
  const double full = full_scale_bits(params);
  return params.scale_product_bits == 0 ? full : std::min<double>(full, params.scale_product_bits);
}

/// Two halves, each a bank of every macro: while one is read the network fills the other. A read
/// takes one of the macros side by side; a reader's operand register holds all `places` of a wide
/// element while they take turns. Readers without work are off: actions are of one reader.
Component buffer(std::string path, const Params& params, const BufferMacros& macros,
                 double places) {
  const double width = macros.vector_bits;
  const double rows = std::ceil(1.0 * macros.words / macros.side_by_side);
  const double readers = macros.readers;
  Component component{
      std::move(path),
      "sram",
      params.pe.count,
      {{"macros",
        "sram",
        readers * macros.side_by_side,
        {{"bits", rows * width}, {"width_bits", width}, {"ports", 1}, {"banks", 2}}},
       {"operand", "register", readers * places, {{"bits", width}}}},
      {{"read", {{"macros", "read", 1}, {"operand", "write", 1}}},
       {"write", {{"macros", "write", 1}}}}};
  if (macros.side_by_side > 1) {
    component.parts.push_back({"select",
                               "multiplexer",
                               readers,
                               {{"inputs", 1.0 * macros.side_by_side}, {"bits", width}}});
    component.actions["read"].push_back({"select", "select", 1});
  }
  return component;
}

/// Places that an element of the first or the last layer takes.
double edge_places(const Params& params, const WidthParams& widths) {
  return std::ceil(1.0 * std::max(params.edge_layer_bits, widths.bits) / widths.bits);
}

/// Edges of the pipeline whose registers are listed where they stand: operands, dot product, scaled
/// term, sum.
constexpr std::uint32_t listed_edges = 4;

/// Elements of the first and the last layer that are wider than the multipliers come in several
/// passes, whose dot products are shifted and added up here. The weights of a pass are chosen among
/// the places that the operand registers hold.
void add_combiner(Component& macs, const Params& params) {
  const std::uint32_t a = std::max(params.edge_layer_bits, params.weights.bits);
  const std::uint32_t b = std::max(params.edge_layer_bits, params.activations.bits);
  macs.actions["combine"] = {};
  if (a == params.weights.bits && b == params.activations.bits) return;
  const double bits = a + b + levels(params.pe.vector);
  macs.parts.push_back({"pass_shift", "shifter", 1, {{"bits", bits}}});
  macs.parts.push_back({"pass_adder", "int_adder", 1, {{"bits", bits}}});
  macs.parts.push_back({"pass_sum", "register", 1, {{"bits", bits}}});
  macs.actions["combine"] = {
      {"pass_shift", "shift", 1}, {"pass_adder", "add", 1}, {"pass_sum", "write", 1}};
  const double places = edge_places(params, params.weights);
  if (places == 1) return;
  macs.parts.push_back(
      {"pass_select",
       "multiplexer",
       1,
       {{"inputs", places}, {"bits", 1.0 * params.pe.vector * params.weights.bits}}});
  macs.actions["combine"].push_back({"pass_select", "select", 1});
}

/// Of each lane: multipliers, a tree of adders that grow a bit per level, a register behind it; a
/// deeper pipeline has a further register for each of its edges.
Component vector_macs(const Params& params) {
  const std::uint64_t lanes = std::uint64_t{params.pe.count} * params.pe.lanes;
  Component macs{
      "pe/vector_macs",
      "vector_mac",
      lanes,
      {{"multipliers",
        "int_multiplier",
        1.0 * params.pe.vector,
        {{"a_bits", 1.0 * params.weights.bits}, {"b_bits", 1.0 * params.activations.bits}}},
       {"dot", "register", 1, {{"bits", dot_bits(params)}}}},
      {{"multiply", {{"multipliers", "multiply", 1}}}, {"reduce", {{"dot", "write", 1}}}}};
  if (params.pe.pipeline_edges > listed_edges) {
    const double further = params.pe.pipeline_edges - listed_edges;
    macs.parts.push_back({"pipeline", "register", further, {{"bits", dot_bits(params)}}});
    macs.actions["reduce"].push_back({"pipeline", "write", further});
  }
  double bits = params.weights.bits + params.activations.bits;
  std::uint32_t terms = params.pe.vector;
  for (std::uint32_t level = 1; terms > 1; ++level, ++bits) {
    const std::string name = "adders_" + std::to_string(level);
    const std::uint32_t pairs = terms / 2;
    macs.parts.push_back({name, "int_adder", 1.0 * pairs, {{"bits", bits}}});
    macs.actions["reduce"].push_back({name, "add", 1.0 * pairs});
    terms = (terms + 1) / 2;
  }
  add_combiner(macs, params);
  return macs;
}

/// Of each lane: the product of the scales, rounded, and its product with the dot product. Without
/// per-vector scales there is none.
Component scale_units(const Params& params) {
  const double full = full_scale_bits(params);
  const double used = scale_bits(params);
  Component units{"pe/scale_units",
                  "scale_unit",
                  std::uint64_t{params.pe.count} * params.pe.lanes,
                  {},
                  {{"scale_product", {}}, {"scale", {}}}};
  if (full == 0) return units;
  auto& product = units.actions["scale_product"];
  if (params.weights.scale_bits > 0 && params.activations.scale_bits > 0) {
    units.parts.push_back({"scale_multiplier",
                           "int_multiplier",
                           1,
                           {{"a_bits", 1.0 * params.weights.scale_bits},
                            {"b_bits", 1.0 * params.activations.scale_bits}}});
    product.push_back({"scale_multiplier", "multiply", 1});
  }
  if (used < full) {
    units.parts.push_back({"rounding", "int_adder", 1, {{"bits", used}}});
    product.push_back({"rounding", "add", 1});
  }
  units.parts.push_back({"scale", "register", 1, {{"bits", used}}});
  product.push_back({"scale", "write", 1});
  units.parts.push_back(
      {"multiplier", "int_multiplier", 1, {{"a_bits", dot_bits(params)}, {"b_bits", used}}});
  units.parts.push_back({"term", "register", 1, {{"bits", dot_bits(params) + used}}});
  units.actions["scale"] = {{"multiplier", "multiply", 1}, {"term", "write", 1}};
  return units;
}

/// The adder of each lane, which stops at its ends, and the sums that stay beside it.
Component collector(const Params& params) {
  const double bits = params.accumulator_bits;
  Component component{"pe/collector",
                      "collector",
                      std::uint64_t{params.pe.count} * params.pe.lanes,
                      {{"adder", "int_adder", 1, {{"bits", bits}}},
                       {"saturate", "comparator", 1, {{"bits", bits}}}},
                      {{"accumulate", {{"adder", "add", 1}, {"saturate", "compare", 1}}}}};
  auto& uses = component.actions["accumulate"];
  if (params.dataflow == Dataflow::os_lws) {
    component.parts.push_back(
        {"sums", "latch_array", 1, {{"words", 1.0 * params.pe.collector_depth}, {"bits", bits}}});
    uses.push_back({"sums", "read", 1});
    uses.push_back({"sums", "write", 1});
  } else {
    component.parts.push_back({"sum", "register", 1, {{"bits", bits}}});
    uses.push_back({"sum", "write", 1});
  }
  return component;
}

/// Two halves, a word of a sum of each lane. Weight stationary, an edge reads a word and writes one
/// of the same half, which takes a port for each.
Component accumulation_buffer(const Params& params) {
  const double width = 1.0 * params.pe.lanes * params.accumulator_bits;
  const double words = std::ceil(1.0 * params.pe.accumulators / params.pe.lanes);
  return core::one_part("pe/accumulation_buffer", "sram", params.pe.count,
                        {{"bits", words * width},
                         {"width_bits", width},
                         {"ports", params.dataflow == Dataflow::ws ? 2.0 : 1.0},
                         {"banks", 2}},
                        {"read", "write"});
}

/// Words from one place to PEs that lie in a square: wires and a register per PE pitch.
Component network(std::string path, const Params& params, double bits) {
  return {std::move(path),
          "bus",
          1,
          {{"wires", "wire", 1, {{"bits", bits}, {"length_mm", pitch_mm}}},
           {"registers", "register", 1.0 * params.pe.count, {{"bits", bits}}}},
          {{"hop", {{"wires", "transfer", 1}, {"registers", "write", 1}}}}};
}

Component global_buffer(const Params& params) {
  const double width = 8.0 * params.network_bytes();
  const double vector = params.pe.vector;
  const double bits =
      params.global_buffer.activation_elements / vector *
          vector_bits(params.activations, params.pe.vector) +
      params.global_buffer.weight_elements / vector * vector_bits(params.weights, params.pe.vector);
  return core::one_part("global_buffer", "sram", 1,
                        {{"bits", bits},
                         {"width_bits", width},
                         {"ports", 1},
                         {"banks", 1.0 * params.global_buffer.banks}},
                        {"read", "write"});
}

}  // namespace

core::Components list_components(const Params& params) {
  return {buffer("pe/weight_buffer", params, weight_buffer_macros(params),
                 edge_places(params, params.weights)),
          buffer("pe/input_buffer", params, input_buffer_macros(params), 1),
          vector_macs(params),
          scale_units(params),
          collector(params),
          accumulation_buffer(params),
          ppu_component(params),
          control(params.pe.count),
          global_buffer(params),
          network("network", params, 8.0 * params.network_bytes()),
          network("output_network", params, 8.0 * params.output_network_bytes()),
          dram_requests(params.dram),
          dram(params.dram)};
}

}  // namespace gossamer::arch::pe_array
