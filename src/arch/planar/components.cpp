// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/components.hpp"

#include <utility>

#include "memory/dram_type.hpp"

namespace gossamer::arch::planar {

using core::Component;
using core::one_part;

namespace {

// What no source gives: registers and gates for state machines, counters and the clock of a PE, and
// the bits that describe a request to DRAM.
constexpr double control_register_bits = 512;
constexpr double control_gates = 4000;
constexpr double request_bits = 64;

constexpr double neighbours = 8;

}  // namespace

double address_bits(std::uint32_t choices) {
  std::uint32_t bits = 1;
  while ((std::uint64_t{1} << bits) < choices) ++bits;
  return bits;
}

Component sram(std::string path, std::uint64_t instances, std::uint32_t kib, double width_bits,
               double accesses) {
  auto memory = one_part(
      std::move(path), "sram", instances,
      {{"bits", kib * 8192.0}, {"width_bits", width_bits}, {"ports", 1}, {"banks", 1}}, {});
  memory.actions["read"] = {{"sram", "read", accesses}};
  memory.actions["write"] = {{"sram", "write", accesses}};
  return memory;
}

Component weight_fifo(std::uint64_t pes, std::uint32_t entries, double vector_bits) {
  const double pointer_bits = address_bits(entries);
  return {"pe/weight_fifo",
          "latch_array",
          pes,
          {{"words", "latch_array", 1, {{"words", entries}, {"bits", vector_bits}}},
           {"pointers", "register", 2, {{"bits", pointer_bits}}},
           {"steps", "int_adder", 2, {{"bits", pointer_bits}}}},
          {{"read", {{"words", "read", 1}, {"pointers", "write", 1}, {"steps", "add", 1}}},
           {"write", {{"words", "write", 1}, {"pointers", "write", 1}, {"steps", "add", 1}}}}};
}

Component post_processing(std::uint64_t pes, const PostProcessing& of) {
  const double lanes = of.lanes;
  Component component{"pe/ppu",
                      "ppu",
                      pes,
                      {{"subtract", "int_adder", lanes, {{"bits", sum_bits}}},
                       {"shift", "shifter", lanes, {{"bits", sum_bits}}},
                       {"saturate", "comparator", lanes, {{"bits", sum_bits}}},
                       {"output", "register", lanes, {{"bits", of.value_bits}}}},
                      {{"process",
                        {{"subtract", "add", 1},
                         {"shift", "shift", 1},
                         {"saturate", "compare", 1},
                         {"output", "write", 1}}}}};
  if (of.run_bits > 0) {
    component.parts.push_back({"zero_runs", "int_adder", lanes, {{"bits", of.run_bits}}});
    component.actions["process"].push_back({"zero_runs", "add", 1});
  }
  return component;
}

Component halo_links(std::uint64_t pes, std::uint32_t values, double value_bits) {
  const double links = neighbours * values;
  return {"pe/halo_links",
          "link",
          pes,
          {{"registers", "register", links, {{"bits", value_bits}}},
           {"wires", "wire", links, {{"bits", value_bits}, {"length_mm", pitch_mm}}}},
          {{"transfer", {{"registers", "write", 1}, {"wires", "transfer", 1}}}}};
}

Component control(std::uint64_t pes) {
  return {"pe/control",
          "control",
          pes,
          {{"state", "register", 1, {{"bits", control_register_bits}}},
           {"logic", "gate", control_gates, {}}},
          {}};
}

Component broadcast(std::uint32_t rows, std::uint32_t cols, std::uint32_t lanes,
                    double vector_bits) {
  const double pitches = rows * (cols + 1.0);
  const double wide = lanes;
  const double path = (rows + 1.0) / 2 + (cols + 1.0) / 2;  // to a PE, on average
  return {"broadcast",
          "bus",
          1,
          {{"wires", "wire", wide, {{"bits", vector_bits}, {"length_mm", pitches * pitch_mm}}},
           {"registers", "register", wide * pitches, {{"bits", vector_bits}}}},
          {{"transfer", {{"wires", "transfer", 1}, {"registers", "write", pitches}}},
           {"deliver", {{"wires", "transfer", path / pitches}, {"registers", "write", path}}}}};
}

Component dram_requests(const memory::Dram::Params& params) {
  return {"dram_requests",
          "request_table",
          1,
          {{"entries", "register", 1.0 * params.outstanding, {{"bits", request_bits}}}},
          {}};
}

Component dram(const memory::Dram::Params& params) {
  constexpr double bits = 8;  // of a byte
  return {
      "dram",
      "dram",
      1,
      {{"cells", memory::dram_primitive(params.type), 1, {}}},
      {{"read_byte", {{"cells", "access", bits}}}, {"write_byte", {{"cells", "access", bits}}}}};
}

}  // namespace gossamer::arch::planar
