// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/components.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "arch/components.hpp"

namespace gossamer::arch::dlac {

using core::Component;

namespace {

// Estimates: no source gives them. What configs/calibration/dlac.yaml fits is `pe/control`.
constexpr double control_register_bits = 32;
constexpr double control_gates = 200;
constexpr double side_mm = 0.05;  // of a PE: 50 times smaller than those of arch::pitch_mm

constexpr double scale_significand = 24;  // scales are binary32
constexpr double integer_sum_bits = 32;

bool is_integer(const Params& params) {
  return params.activations.type == ActivationType::integer;
}

double significand(ActivationType type) {
  return type == ActivationType::fp32 ? 24 : 11;
}

double sum_significand(const Params& params) {
  return params.sums == SumType::fp32 ? 24 : 11;
}

double sum_bits(const Params& params) {
  if (is_integer(params)) return integer_sum_bits;
  return params.sums == SumType::fp32 ? 32 : 16;
}

/// Bits of what a PE is sent of an activation: it, or where scales multiply before the sum both
/// products, rounded to what sums are.
double sent_bits(const Params& params) {
  return params.ttq == TtqOrder::before_sum ? 2 * sum_bits(params) : params.activation_bits();
}

/// Bits of an activation where it has been chosen.
double issued_bits(const Params& params) {
  return params.ttq == TtqOrder::before_sum ? sum_bits(params) : params.activation_bits();
}

double activation_window_bits(const Params& params) {
  const double mask = params.grid.skip == Skip::dense ? 0 : 1;
  return params.pe.window * (sent_bits(params) + mask);
}

double weight_window_bits(const Params& params) {
  return params.pe.window * params.weight_word_bits();
}

double streams(const Params& params) {
  return 1.0 * params.grid.rows * params.row_streams();
}

/// Sign flip (or multiplier), adder and both sets of accumulators of a PE.
Component datapath(const Params& params) {
  const double issue = params.pe.issue;
  const double bits = params.activation_bits();
  Component component{"pe/datapath",
                      "adder",
                      params.pes(),
                      {{"sums",
                        "register",
                        1.0 * accumulator_sets * params.pe.accumulators,
                        {{"bits", sum_bits(params)}}},
                       {"pipeline",
                        "register",
                        issue * params.pipeline_edges,
                        {{"bits", issued_bits(params) + params.weight_word_bits()}}}},
                      {}};
  auto& uses = component.actions["accumulate"];
  uses = {{"sums", "write", 1}, {"pipeline", "write", 1.0 * params.pipeline_edges}};
  if (params.pe.datapath == Datapath::add) {
    component.parts.push_back({"sign", "gate", issue * (is_integer(params) ? bits : 1), {}});
    uses.push_back({"sign", "switch", is_integer(params) ? bits : 1});
  } else if (is_integer(params)) {
    component.parts.push_back({"multiplier",
                               "int_multiplier",
                               issue,
                               {{"a_bits", 1.0 * params.weights.bits}, {"b_bits", bits}}});
    uses.push_back({"multiplier", "multiply", 1});
  } else {
    component.parts.push_back({"multiplier",
                               "fp_multiplier",
                               issue,
                               {{"significand_bits", significand(params.activations.type)}}});
    uses.push_back({"multiplier", "multiply", 1});
  }
  if (is_integer(params)) {
    component.parts.push_back({"adder", "int_adder", issue, {{"bits", integer_sum_bits}}});
  } else {
    component.parts.push_back(
        {"adder", "fp_adder", issue, {{"significand_bits", sum_significand(params)}}});
  }
  uses.push_back({"adder", "add", 1});
  return component;
}

/// Masks of a window ANDed, the next set bit found, its activation and weight taken out.
Component selector(const Params& params) {
  const double window = params.pe.window;
  const double issue = params.pe.issue;
  Component component{
      "pe/selector",
      "selector",
      params.pes(),
      {{"operands",
        "multiplexer",
        issue,
        {{"bits", sent_bits(params) + params.weight_word_bits()}, {"inputs", window}}}},
      {{"match", {}}, {"select", {{"operands", "select", 1}}}}};
  if (params.grid.skip == Skip::dense) return component;
  component.parts.push_back({"leading_one", "leading_one", issue, {{"bits", window}}});
  component.parts.push_back({"left", "register", 1, {{"bits", window}}});
  component.actions["select"].push_back({"leading_one", "find", 1});
  component.actions["match"].push_back({"left", "write", 1});
  if (params.grid.skip == Skip::activations) return component;
  component.parts.push_back({"and", "gate", window, {}});
  component.actions["match"].push_back({"and", "switch", window});
  return component;
}

Component fifo(std::string path, const Params& params, double bits) {
  return {std::move(path),
          "fifo",
          params.pes(),
          {{"windows", "latch_array", 1, {{"words", 1.0 * params.pe.fifo_depth}, {"bits", bits}}}},
          {{"push", {{"windows", "write", 1}}}, {"pop", {{"windows", "read", 1}}}}};
}

/// State machines, pointers, clock and all that synthesis adds: what is not known of a PE, A_fixed
/// of the area model.
Component control(const Params& params) {
  return {"pe/control",
          "control",
          params.pes(),
          {{"state", "register", 1, {{"bits", control_register_bits}}},
           {"logic", "gate", control_gates, {}}},
          {}};
}

/// Of binary32 on every machine.
Component full_precision(const Params& params) {
  Component component{"full_precision/macs", "multiply_add", 1, {}, {{"multiply_add", {}}}};
  if (params.full_precision.macs() == 0) return component;
  constexpr double bits = 32;
  constexpr double own = 24;
  component.instances = params.full_precision.macs();
  component.parts = {{"multiplier", "fp_multiplier", 1, {{"significand_bits", own}}},
                     {"adder", "fp_adder", 1, {{"significand_bits", own}}},
                     {"sums", "register", accumulator_sets, {{"bits", bits}}},
                     {"operands", "register", 2, {{"bits", bits}}}};
  component.actions["multiply_add"] = {{"multiplier", "multiply", 1},
                                       {"adder", "add", 1},
                                       {"sums", "write", 1},
                                       {"operands", "write", 2}};
  return component;
}

/// A word from its register along so many PEs.
Component broadcast(std::string path, double buses, double bits, double pes) {
  return {std::move(path),
          "bus",
          1,
          {{"wires", "wire", buses, {{"bits", bits}, {"length_mm", pes * side_mm}}},
           {"registers", "register", buses, {{"bits", bits}}}},
          {{"send", {{"wires", "transfer", 1}, {"registers", "write", 1}}}}};
}

/// Activations times both scales, in the arithmetic of the sums.
Component prescale(const Params& params) {
  Component component{"prescale", "multiplier", 1, {}, {{"multiply", {}}}};
  if (params.ttq != TtqOrder::before_sum) return component;
  component.parts.push_back({"multipliers",
                             "fp_multiplier",
                             2 * params.pe.window * streams(params),
                             {{"significand_bits", sum_significand(params)}}});
  component.actions["multiply"] = {{"multipliers", "multiply", 1}};
  return component;
}

/// Two halves and a bit of mask for each element, made as a window is written.
Component activation_buffer(const Params& params) {
  const double elements = params.activation_buffer.kib * 8192.0 / params.activation_bits();
  const double window = params.pe.window * (params.activation_bits() + 1.0);
  const double gates = 1.0 * params.pe.window * params.activation_bits();
  return {"activation_buffer",
          "sram",
          1,
          {{"macros",
            "sram",
            1,
            {{"bits", elements * (params.activation_bits() + 1.0)},
             {"width_bits", window},
             {"ports", 1},
             {"banks", 1.0 * params.activation_buffer.banks}}},
           {"zero_test", "gate", gates, {}}},
          {{"read", {{"macros", "read", 1}}},
           {"write", {{"macros", "write", 1}, {"zero_test", "switch", gates}}}}};
}

Component weight_buffer(const Params& params) {
  return core::one_part("weight_buffer", "sram", 1,
                        {{"bits", params.weight_buffer.kib * 8192.0},
                         {"width_bits", weight_window_bits(params)},
                         {"ports", 1},
                         {"banks", 1.0 * params.weight_buffer.banks}},
                        {"read", "write"});
}

/// Multipliers with scales, an adder for every two of them (TTQ), and what brings a sum into
/// binary32 and an output into the format of activations.
Component drain(const Params& params) {
  const double width = params.drain.multiplies_per_edge;
  Component component{
      "drain",
      "drain",
      1,
      {{"multipliers", "fp_multiplier", width, {{"significand_bits", scale_significand}}},
       {"adders", "fp_adder", std::max(1.0, width / 2), {{"significand_bits", scale_significand}}},
       {"products", "register", width, {{"bits", 32}}},
       {"rectify", "gate", 32 * width, {}},
       {"outputs", "register", width, {{"bits", 1.0 * params.activation_bits()}}}},
      {{"multiply", {{"multipliers", "multiply", 1}, {"products", "write", 1}}},
       {"subtract", {{"adders", "add", 1}}},
       {"output", {{"rectify", "switch", 32}, {"outputs", "write", 1}}}}};
  if (is_integer(params)) {
    component.parts.push_back({"leading_one", "leading_one", width, {{"bits", integer_sum_bits}}});
    component.parts.push_back({"normalise", "shifter", width, {{"bits", integer_sum_bits}}});
    component.actions["output"].push_back({"leading_one", "find", 1});
    component.actions["output"].push_back({"normalise", "shift", 1});
  }
  if (params.activations.type != ActivationType::fp32) {
    component.parts.push_back(
        {"round", "int_adder", width, {{"bits", 1.0 * params.activation_bits()}}});
    component.actions["output"].push_back({"round", "add", 1});
  }
  return component;
}

}  // namespace

core::Components list_components(const Params& params) {
  return {
      datapath(params),
      selector(params),
      fifo("pe/activation_fifo", params, activation_window_bits(params)),
      fifo("pe/weight_fifo", params, weight_window_bits(params)),
      control(params),
      full_precision(params),
      broadcast("activation_broadcast", streams(params), activation_window_bits(params),
                params.stream_pes()),
      broadcast("weight_broadcast", params.grid.cols, weight_window_bits(params), params.grid.rows),
      prescale(params),
      activation_buffer(params),
      weight_buffer(params),
      drain(params),
      arch::dram_requests(params.dram),
      arch::dram(params.dram)};
}

}  // namespace gossamer::arch::dlac
