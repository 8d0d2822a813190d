// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/components.hpp"

#include "arch/components.hpp"

namespace gossamer::arch::planar {

using core::Component;

namespace {

constexpr double neighbours = 8;

}  // namespace

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

}  // namespace gossamer::arch::planar
