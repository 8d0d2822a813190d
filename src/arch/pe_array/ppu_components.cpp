// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/ppu_components.hpp"

#include <algorithm>
#include <cmath>

#include "arch/pe_array/buffer_macros.hpp"

namespace gossamer::arch::pe_array {

using core::Component;

namespace {

constexpr double value_bits = 24;       // of a rescaled sum (numerics/vsq/post_processing.hpp)
constexpr double multiplier_bits = 16;  // of a coarse scale
constexpr double shift_bits = 6;        // of a coarse scale
constexpr double reciprocal_words = 64;

/// Output vectors of a unit: as many whole ones as the lanes take at once, at least one.
double vectors_of_unit(const Params& params) {
  return std::max(1U, params.pe.lanes / params.pe.vector);
}

/// Rescaling by a multiplier and a shift of each output channel, its bias, saturation. The factors
/// and biases of a unit are at hand, and those of the next one.
Component rescaling(const Params& params) {
  const double lanes = params.ppu.width;
  const double product = params.accumulator_bits + multiplier_bits;
  const double rows = std::ceil(2.0 * vectors_of_unit(params) * params.pe.vector / lanes);
  return {"pe/ppu",
          "ppu",
          params.pe.count,
          {{"rescale",
            "int_multiplier",
            lanes,
            {{"a_bits", 1.0 * params.accumulator_bits}, {"b_bits", multiplier_bits}}},
           {"rescale_shift", "shifter", lanes, {{"bits", product}}},
           {"bias", "int_adder", lanes, {{"bits", value_bits}}},
           {"saturate", "comparator", lanes, {{"bits", value_bits}}},
           {"value", "register", lanes, {{"bits", value_bits}}},
           {"factors",
            "latch_array",
            1,
            {{"words", rows}, {"bits", lanes * (multiplier_bits + shift_bits + value_bits)}}}},
          {{"rescale",
            {{"rescale", "multiply", 1},
             {"rescale_shift", "shift", 1},
             {"bias", "add", 1},
             {"saturate", "compare", 1},
             {"value", "write", 1},
             {"factors", "read", 1 / lanes}}},
           {"load", {{"factors", "write", 1 / lanes}}}}};
}

/// Codes: without scales a value is divided by a power of two, which takes no more than rounding
/// and clipping. Two blocks of outputs: one is made, one waits for the network.
void add_quantisation(Component& unit, const Params& params) {
  const double lanes = params.ppu.width;
  const double element = params.activations.bits;
  const double vectors = 2.0 * params.block_outputs() * vectors_of_unit(params);
  unit.parts.push_back({"round", "int_adder", lanes, {{"bits", value_bits}}});
  unit.parts.push_back({"clip", "comparator", lanes, {{"bits", value_bits}}});
  unit.parts.push_back({"element", "register", lanes, {{"bits", element}}});
  unit.parts.push_back({"outputs",
                        "sram",
                        1,
                        {{"bits", vectors * vector_bits(params.activations, params.pe.vector)},
                         {"width_bits", lanes * element},
                         {"ports", 1},
                         {"banks", 2}}});
  unit.actions["quantize"] = {{"round", "add", 1},
                              {"clip", "compare", 1},
                              {"element", "write", 1},
                              {"outputs", "write", 1 / lanes},
                              {"outputs", "read", 1 / lanes}};
  unit.actions["scale"] = {};
  unit.actions["buffer"] = {};
}

/// What scales of output vectors take: the maximum; the scale; its reciprocal from a table, whose
/// index is a divisor brought to a range if it has more values than the table; by that reciprocal a
/// multiplication and a shift. Values wait for the maxima of their vectors: those of a pixel and of
/// the pixel before in two banks, and where a vector takes several passes of the lanes, those of a
/// block from all passes but the last (the two-pass buffer).
void add_scaling(Component& unit, const Params& params) {
  const double lanes = params.ppu.width;
  const bool by_scale = params.quantization.scale_order == ScaleOrder::scale_first;
  const double waiting = params.pe.vector > params.pe.lanes
                             ? 1.0 * params.block_outputs() * (params.pe.vector - params.pe.lanes)
                             : 0;
  const double divisor_bits = by_scale ? params.activations.scale_bits : value_bits;
  unit.parts.push_back({"maximum", "comparator", lanes, {{"bits", value_bits}}});
  unit.parts.push_back(
      {"quantize", "int_multiplier", lanes, {{"a_bits", value_bits}, {"b_bits", multiplier_bits}}});
  unit.parts.push_back({"quantize_shift", "shifter", lanes, {{"bits", value_bits}}});
  unit.parts.push_back({"values",
                        "sram",
                        1,
                        {{"bits", (waiting + 2.0 * params.pe.vector) * value_bits},
                         {"width_bits", lanes * value_bits},
                         {"ports", 1},
                         {"banks", 2}}});
  unit.parts.push_back(
      {"scale", "int_multiplier", 1, {{"a_bits", value_bits}, {"b_bits", multiplier_bits}}});
  unit.parts.push_back({"reciprocals",
                        "latch_array",
                        1,
                        {{"words", reciprocal_words}, {"bits", multiplier_bits + shift_bits}}});
  unit.actions["rescale"].push_back({"maximum", "compare", 1});
  unit.actions["quantize"].push_back({"quantize", "multiply", 1});
  unit.actions["quantize"].push_back({"quantize_shift", "shift", 1});
  unit.actions["buffer"] = {{"values", "write", 1 / lanes}, {"values", "read", 1 / lanes}};
  unit.actions["scale"] = {{"scale", "multiply", 1}, {"reciprocals", "read", 1}};
  if (std::exp2(divisor_bits) <= reciprocal_words) return;
  unit.parts.push_back({"leading_one", "leading_one", 1, {{"bits", divisor_bits}}});
  unit.parts.push_back({"normalize", "shifter", 1, {{"bits", divisor_bits}}});
  unit.actions["scale"].push_back({"leading_one", "find", 1});
  unit.actions["scale"].push_back({"normalize", "shift", 1});
}

}  // namespace

Component ppu_component(const Params& params) {
  Component unit = rescaling(params);
  add_quantisation(unit, params);
  if (params.activations.scale_bits > 0) add_scaling(unit, params);
  return unit;
}

}  // namespace gossamer::arch::pe_array
