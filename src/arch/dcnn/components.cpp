// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/components.hpp"

#include "arch/components.hpp"
#include "arch/planar/components.hpp"

namespace gossamer::arch::dcnn {

namespace {

using core::Component;
using planar::sum_bits;

constexpr double operand_bits = 16;
constexpr double product_bits = 2 * operand_bits;

/// A vector of inputs is held while the next one comes in from this PE's and others' memories.
Component input_register(std::uint64_t pes, double vector_bits) {
  return {"pe/input_register",
          "latch_array",
          pes,
          {{"vectors", "latch_array", 1, {{"words", 2}, {"bits", vector_bits}}}},
          {{"read", {{"vectors", "read", 1}}}, {"write", {{"vectors", "write", 1}}}}};
}

/// A product lies in one register before the tree. Gated, its operands do not change: both are
/// compared with zero before.
Component multipliers(const Params& params) {
  Component component{
      "pe/multipliers",
      "int_multiplier",
      params.multipliers(),
      {{"multiplier", "int_multiplier", 1, {{"a_bits", operand_bits}, {"b_bits", operand_bits}}},
       {"product", "register", 1, {{"bits", product_bits}}}},
      {{"multiply", {{"multiplier", "multiply", 1}, {"product", "write", 1}}},
       {"multiply_zero", {{"multiplier", "multiply_zero", 1}}}}};
  if (!params.zero_gating) return component;
  component.parts.push_back({"zero_detectors", "comparator", 2, {{"bits", operand_bits}}});
  for (auto& [action, uses] : component.actions) uses.push_back({"zero_detectors", "compare", 2});
  return component;
}

/// One adder fewer than products; the sum passes the other stages of the pipeline in registers.
Component adder_tree(const Params& params) {
  const double adders = params.pe.multipliers - 1.0;
  const double stages = params.pe.pipeline_edges > 1 ? params.pe.pipeline_edges - 1.0 : 1.0;
  Component tree{"pe/adder_tree",
                 "adder_tree",
                 params.pes(),
                 {{"sum", "register", stages, {{"bits", sum_bits}}}},
                 {{"reduce", {{"sum", "write", stages}}}}};
  if (adders > 0) {
    tree.parts.push_back({"adders", "int_adder", adders, {{"bits", sum_bits}}});
    tree.actions["reduce"].push_back({"adders", "add", adders});
  }
  return tree;
}

/// Two sets of sums, each a memory of one read and one write per edge; one adder.
Component accumulators(const Params& params) {
  return {"pe/accumulators",
          "accumulator_array",
          params.pes(),
          {{"sets",
            "sram",
            2,
            {{"bits", params.accumulator.entries * sum_bits},
             {"width_bits", sum_bits},
             {"ports", 2},
             {"banks", 1}}},
           {"adder", "int_adder", 1, {{"bits", sum_bits}}}},
          {{"accumulate", {{"sets", "read", 1}, {"adder", "add", 1}, {"sets", "write", 1}}},
           {"read", {{"sets", "read", 1}}}}};
}

/// Between the DMA buffer or the DRAM port and the wires, as wide as these. Expansion adds up runs
/// and moves values apart; compression looks for zeros, counts them and moves values together.
/// Nothing where activations are not compressed.
Component run_length_coder(const Params& params) {
  Component coder{
      "run_length_coder", "run_length_coder", 1, {}, {{"expand", {}}, {"compress", {}}}};
  if (!params.compress_activations) return coder;
  const double values = params.pe.multipliers;  // of a vector
  const double wide = params.weights.broadcast_vectors;
  const double run_bits = params.run_bits;
  const double place_bits = run_bits + address_bits(params.pe.multipliers);
  coder.parts = {
      {"places", "int_adder", wide * values, {{"bits", place_bits}}},
      {"apart", "multiplexer", wide * values, {{"inputs", values}, {"bits", operand_bits}}},
      {"expanded", "register", wide, {{"bits", values * operand_bits}}},
      {"zeros", "comparator", wide * values, {{"bits", operand_bits}}},
      {"runs", "int_adder", wide * values, {{"bits", run_bits}}},
      {"together",
       "multiplexer",
       wide * values,
       {{"inputs", values}, {"bits", operand_bits + run_bits}}},
      {"compressed", "register", wide, {{"bits", values * (operand_bits + run_bits)}}}};
  coder.actions["expand"] = {
      {"places", "add", values}, {"apart", "select", values}, {"expanded", "write", 1}};
  coder.actions["compress"] = {{"zeros", "compare", values},
                               {"runs", "add", values},
                               {"together", "select", values},
                               {"compressed", "write", 1}};
  return coder;
}

/// Vectors pass one after the other; there is nothing to decode.
Component sequencer(double vector_bits) {
  return {"sequencer",
          "weight_sequencer",
          1,
          {{"vectors", "register", 1, {{"bits", vector_bits}}}},
          {{"decode", {{"vectors", "write", 1}}}}};
}

}  // namespace

core::Components list_components(const Params& params) {
  const std::uint64_t pes = params.pes();
  const double vector_bits = params.pe.multipliers * operand_bits;
  return {sram("pe/iaram", pes, params.iaram_kib, vector_bits, 1),
          sram("pe/oaram", pes, params.oaram_kib, vector_bits, 1),
          planar::weight_fifo(pes, params.weights.fifo_entries, vector_bits),
          planar::halo_links(pes, 1, operand_bits),
          input_register(pes, vector_bits),
          multipliers(params),
          adder_tree(params),
          accumulators(params),
          planar::post_processing(pes, {params.ppu.width, operand_bits, 0}),
          control(pes),
          sequencer(vector_bits),
          sram("weight_buffer", 1, params.weights.buffer_kib, vector_bits, 1),
          sram("dma_buffer", 1, params.dma.buffer_kib, vector_bits, 1),
          run_length_coder(params),
          planar::broadcast(params.pe.rows, params.pe.cols, params.weights.broadcast_vectors,
                            vector_bits),
          dram_requests(params.dram),
          dram(params.dram)};
}

}  // namespace gossamer::arch::dcnn
