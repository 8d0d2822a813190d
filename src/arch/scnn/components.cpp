// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/components.hpp"

#include "memory/dram_type.hpp"

namespace gossamer::arch::scnn {

namespace {

using core::Component;
using core::one_part;

constexpr double operand_bits = 16;
constexpr double product_bits = 2 * operand_bits;
constexpr double sum_bits = 24;
constexpr double neighbours = 8;
constexpr double coordinate_bits = 8;  // of a position in a PE's tile, one of two
constexpr double pitch_mm = 0.35;      // of a PE of 0.123 mm2 (Parashar et al., table 3)

// What no source gives: registers and gates for state machines, counters and the clock of a PE, and
// the bits that describe a decoded block or a request to DRAM.
constexpr double control_register_bits = 512;
constexpr double control_gates = 4000;
constexpr double descriptor_bits = 32;
constexpr double request_bits = 64;

/// Bits that tell `choices` things apart.
double address_bits(std::uint32_t choices) {
  std::uint32_t bits = 1;
  while ((std::uint64_t{1} << bits) < choices) ++bits;
  return bits;
}

/// A memory macro with one port and one bank.
Component sram(std::string path, std::uint64_t instances, std::uint32_t kib, double width_bits,
               double accesses) {
  auto memory = one_part(
      std::move(path), "sram", instances,
      {{"bits", kib * 8192.0}, {"width_bits", width_bits}, {"ports", 1}, {"banks", 1}}, {});
  memory.actions["read"] = {{"sram", "read", accesses}};
  memory.actions["write"] = {{"sram", "write", accesses}};
  return memory;
}

/// The port is as wide as what the PE takes per edge; a vector may need several words of it.
Component input_memory(const Params& params) {
  const double width = params.pe.iaram_read_values;
  return sram("pe/iaram", params.pes(), params.iaram_kib, width * params.element_bits(),
              params.pe.i / width);
}

Component weight_fifo(const Params& params, double vector_bits) {
  const double pointer_bits = address_bits(params.weights.fifo_entries);
  return {
      "pe/weight_fifo",
      "latch_array",
      params.pes(),
      {{"words", "latch_array", 1, {{"words", params.weights.fifo_entries}, {"bits", vector_bits}}},
       {"pointers", "register", 2, {{"bits", pointer_bits}}},
       {"steps", "int_adder", 2, {{"bits", pointer_bits}}}},
      {{"read", {{"words", "read", 1}, {"pointers", "write", 1}, {"steps", "add", 1}}},
       {"write", {{"words", "write", 1}, {"pointers", "write", 1}, {"steps", "add", 1}}}}};
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

/// Subtract, ReLU and shift, saturate, and count the zeros in between; a lane per sum and edge.
Component post_processing(const Params& params) {
  const double lanes = params.ppu.width;
  return {"pe/ppu",
          "ppu",
          params.pes(),
          {{"subtract", "int_adder", lanes, {{"bits", sum_bits}}},
           {"shift", "shifter", lanes, {{"bits", sum_bits}}},
           {"saturate", "comparator", lanes, {{"bits", sum_bits}}},
           {"zero_runs", "int_adder", lanes, {{"bits", params.run_bits}}},
           {"output", "register", lanes, {{"bits", params.element_bits()}}}},
          {{"process",
            {{"subtract", "add", 1},
             {"shift", "shift", 1},
             {"saturate", "compare", 1},
             {"zero_runs", "add", 1},
             {"output", "write", 1}}}}};
}

/// A sum passes one hop: a register and the pitch of a PE.
Component halo_links(const Params& params) {
  const double links = neighbours * params.ppu.link_values;
  return {"pe/halo_links",
          "link",
          params.pes(),
          {{"registers", "register", links, {{"bits", sum_bits}}},
           {"wires", "wire", links, {{"bits", sum_bits}, {"length_mm", pitch_mm}}}},
          {{"transfer", {{"registers", "write", 1}, {"wires", "transfer", 1}}}}};
}

Component control(const Params& params) {
  return {"pe/control",
          "control",
          params.pes(),
          {{"state", "register", 1, {{"bits", control_register_bits}}},
           {"logic", "gate", control_gates, {}}},
          {}};
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

/// A spine along one side of the grid and a row of wires per row of PEs, a register per PE pitch.
Component broadcast(const Params& params, double vector_bits) {
  const double pitches = params.pe.rows * (params.pe.cols + 1.0);
  const double lanes = params.weights.broadcast_vectors;
  return {"broadcast",
          "bus",
          1,
          {{"wires", "wire", lanes, {{"bits", vector_bits}, {"length_mm", pitches * pitch_mm}}},
           {"registers", "register", lanes * pitches, {{"bits", vector_bits}}}},
          {{"transfer", {{"wires", "transfer", 1}, {"registers", "write", pitches}}}}};
}

/// The requests under way; they are not counted one by one.
Component dram_requests(const Params& params) {
  return {"dram_requests",
          "request_table",
          1,
          {{"entries", "register", 1.0 * params.dram.outstanding, {{"bits", request_bits}}}},
          {}};
}

Component dram(const Params& params) {
  constexpr double bits = 8;  // the counters count bytes
  return {
      "dram",
      "dram",
      1,
      {{"cells", memory::dram_primitive(params.dram.type), 1, {}}},
      {{"read_byte", {{"cells", "access", bits}}}, {"write_byte", {{"cells", "access", bits}}}}};
}

}  // namespace

core::Components list_components(const Params& params) {
  const double weight_bits = params.pe.f * params.element_bits();
  const double activation_bits = params.pe.i * params.element_bits();
  const double queued_bits = sum_bits + address_bits(params.accumulator.entries);
  const double sent_bits = queued_bits + address_bits(params.accumulator.banks);
  return {input_memory(params),
          sram("pe/oaram", params.pes(), params.oaram_kib, activation_bits, 1),
          weight_fifo(params, weight_bits),
          multipliers(params),
          coordinates(params),
          crossbar(params, sent_bits),
          queues(params, queued_bits),
          accumulators(params),
          post_processing(params),
          halo_links(params),
          control(params),
          sequencer(params, weight_bits),
          sram("weight_buffer", 1, params.weights.buffer_kib, weight_bits, 1),
          sram("dma_buffer", 1, params.dma.buffer_kib, activation_bits, 1),
          broadcast(params, weight_bits),
          dram_requests(params),
          dram(params)};
}

}  // namespace gossamer::arch::scnn
