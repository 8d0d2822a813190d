// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/components.hpp"

#include "arch/components.hpp"
#include "arch/planar/components.hpp"

namespace gossamer::arch::scnn {

namespace {

using core::Component;
using core::one_part;
using planar::sum_bits;

constexpr double operand_bits = 16;
constexpr double product_bits = 2 * operand_bits;
constexpr double coordinate_bits = 8;   // of a position in a PE's tile, one of two
constexpr double descriptor_bits = 32;  // of a decoded block; there is no source

/// The port is as wide as what the PE takes per edge; a vector may need several words of it.
Component input_memory(const Params& params) {
  const double width = params.pe.iaram_read_values;
  return sram("pe/iaram", params.pes(), params.iaram_kib, width * params.element_bits(),
              params.pe.i / width);
}

/// A product that is not sent, one with a zero, does not move on through the registers.
Component multipliers(const Params& params) {
  const double stages = params.pe.pipeline_edges;
  return {
      "pe/multipliers",
      "int_multiplier",
      std::uint64_t{params.pes()} * params.pe.multipliers(),
      {{"multiplier", "int_multiplier", 1, {{"a_bits", operand_bits}, {"b_bits", operand_bits}}},
       {"pipeline", "register", stages, {{"bits", product_bits}}}},
      {{"multiply", {{"multiplier", "multiply", 1}, {"pipeline", "write", stages}}},
       {"multiply_zero", {{"multiplier", "multiply_zero", 1}}}}};
}

/// Zero counts become positions once per operand of a vector, and two positions an address once
/// per product: the sum in both directions, then bank and entry.
Component coordinates(const Params& params) {
  const double products = params.pe.multipliers();
  const double operands = params.pe.f + params.pe.i;
  const double bits =
      address_bits(params.accumulator.entries) + address_bits(params.accumulator.banks);
  return {"pe/coordinates",
          "coordinate_unit",
          params.pes(),
          {{"run_lengths", "int_adder", operands, {{"bits", params.run_bits + coordinate_bits}}},
           {"positions", "int_adder", 2 * products, {{"bits", coordinate_bits}}},
           {"addresses", "int_adder", products, {{"bits", bits}}}},
          {{"compute",
            {{"run_lengths", "add", operands / products},
             {"positions", "add", 2},
             {"addresses", "add", 1}}}}};
}

Component crossbar(const Params& params, double bits) {
  return one_part(
      "pe/scatter/crossbar", "crossbar", params.pes(),
      {{"inputs", params.pe.multipliers()}, {"outputs", params.accumulator.banks}, {"bits", bits}},
      {"transfer"});
}

/// Without queues a product goes from the crossbar to its bank, at no cost.
Component queues(const Params& params, double bits) {
  if (params.accumulator.queue_depth == 0) {
    return {"pe/scatter/queues", "fifo", params.pes(), {}, {{"push", {}}, {"pop", {}}}};
  }
  const double pushes = params.accumulator.enqueue_width;
  auto component =
      one_part("pe/scatter/queues", "fifo", params.pes(),
               {{"depth", params.accumulator.queue_depth}, {"bits", bits}, {"pushes", pushes}},
               {"push", "pop"});
  component.parts.front().count = params.accumulator.banks;
  return component;
}

/// Two sets of banks; the adders serve the one that accumulates.
Component accumulators(const Params& params) {
  const std::vector<core::Use> read_add_write{
      {"banks", "read", 1}, {"adders", "add", 1}, {"banks", "write", 1}};
  return {"pe/accumulators",
          "accumulator_bank",
          params.pes(),
          {{"banks",
            "latch_array",
            2.0 * params.accumulator.banks,
            {{"words", params.accumulator.entries}, {"bits", sum_bits}}},
           {"adders", "int_adder", 1.0 * params.accumulator.banks, {{"bits", sum_bits}}}},
          {{"accumulate", read_add_write},
           {"add_halo", read_add_write},
           {"read", {{"banks", "read", 1}}}}};
}

/// Takes vectors apart into values and positions; blocks wait as descriptors.
Component sequencer(const Params& params, double vector_bits) {
  const double lanes = params.pe.f;
  return {"sequencer",
          "weight_sequencer",
          1,
          {{"vectors", "register", 2, {{"bits", vector_bits}}},
           {"run_lengths", "int_adder", lanes, {{"bits", params.run_bits + coordinate_bits}}},
           {"blocks",
            "fifo",
            1,
            {{"depth", params.weights.block_queue}, {"bits", descriptor_bits}, {"pushes", 1}}}},
          {{"decode", {{"vectors", "write", 2}, {"run_lengths", "add", lanes}}}}};
}

}  // namespace

core::Components list_components(const Params& params) {
  const double weight_bits = params.pe.f * params.element_bits();
  const double activation_bits = params.pe.i * params.element_bits();
  const double queued_bits = sum_bits + address_bits(params.accumulator.entries);
  const double sent_bits = queued_bits + address_bits(params.accumulator.banks);
  return {input_memory(params),
          sram("pe/oaram", params.pes(), params.oaram_kib, activation_bits, 1),
          planar::weight_fifo(params.pes(), params.weights.fifo_entries, weight_bits),
          multipliers(params),
          coordinates(params),
          crossbar(params, sent_bits),
          queues(params, queued_bits),
          accumulators(params),
          planar::post_processing(
              params.pes(), {params.ppu.width, 1.0 * params.element_bits(), 1.0 * params.run_bits}),
          planar::halo_links(params.pes(), params.ppu.link_values, sum_bits),
          control(params.pes()),
          sequencer(params, weight_bits),
          sram("weight_buffer", 1, params.weights.buffer_kib, weight_bits, 1),
          sram("dma_buffer", 1, params.dma.buffer_kib, activation_bits, 1),
          planar::broadcast(params.pe.rows, params.pe.cols, params.weights.broadcast_vectors,
                            weight_bits),
          dram_requests(params.dram),
          dram(params.dram)};
}

}  // namespace gossamer::arch::scnn
