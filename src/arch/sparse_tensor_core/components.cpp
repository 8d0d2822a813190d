// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/components.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "arch/components.hpp"
#include "arch/sparse_tensor_core/instruction.hpp"
#include "arch/sparse_tensor_core/stats.hpp"

namespace gossamer::arch::sparse_tensor_core {

using core::Component;
using core::Part;

namespace {

// Estimates: no source gives them.
constexpr double control_register_bits =
    64 * 256;  // of a sub-core: warps, scoreboard, instructions
constexpr double control_gates = 40000;
constexpr double sm_pitch_mm = 2.5;  // of a 826 mm2 die with 128 SMs
constexpr double bank_bytes = 4;     // of shared memory (CUDA C++ programming guide)

constexpr double significand_bits = 11;  // of fp16 and tf32; bf16 has fewer on the same wires
constexpr double aligned_bits = 26;      // sign, carry and 24 fractional bits of a fused addition
constexpr double sum_bits = 32;

struct Counts {
  double sms;
  double cores;           // tensor cores of all SMs
  double floating_lanes;  // multipliers of a tensor core
  double int8_lanes;
};

/// Each type has its own rate: numbers and integers do not share multipliers, and two products of
/// int4 are made in a multiplier of int8. Whatever type a layer has is priced as that type.
Component multipliers(const Counts& n) {
  return {
      "sm/tensor_core/multipliers",
      "multiplier",
      static_cast<std::uint64_t>(n.cores),
      {{"floating", "fp_multiplier", n.floating_lanes, {{"significand_bits", significand_bits}}},
       {"int8", "int_multiplier", n.int8_lanes, {{"a_bits", 8}, {"b_bits", 8}}},
       {"int4", "int_multiplier", 0, {{"a_bits", 4}, {"b_bits", 4}}}},
      {{"multiply_floating", {{"floating", "multiply", 1}}},
       {"multiply_int8", {{"int8", "multiply", 1}}},
       {"multiply_int4", {{"int4", "multiply", 1}}}}};
}

/// Of a sum of the products of a pass.
double integer_sum_bits(const Params& params, OperandType type) {
  double bits = 2.0 * numerics::mma::element_bits(type);
  for (std::uint32_t terms = pass_elements(params.sm.tensor_core, type); terms > 1; terms /= 2) {
    ++bits;
  }
  return bits;
}

/// A fused addition: each product is shifted to the largest exponent and added; the sum of a pass
/// is normalised and kept. Integers are added up and the sum of a pass to that of 32 bits.
Component adders(const Params& params, const Counts& n) {
  const double outputs = n.floating_lanes / 4;
  const double int8_bits = integer_sum_bits(params, OperandType::int8);
  const double int4_bits = integer_sum_bits(params, OperandType::int4);
  return {"sm/tensor_core/adders",
          "adder",
          static_cast<std::uint64_t>(n.cores),
          {{"align", "shifter", n.floating_lanes, {{"bits", aligned_bits}}},
           {"floating", "int_adder", n.floating_lanes, {{"bits", aligned_bits}}},
           {"leading", "leading_one", outputs, {{"bits", aligned_bits}}},
           {"normalise", "shifter", outputs, {{"bits", aligned_bits}}},
           {"int8", "int_adder", n.int8_lanes, {{"bits", int8_bits}}},
           {"int4", "int_adder", 0, {{"bits", int4_bits}}},
           {"integers", "int_adder", outputs, {{"bits", sum_bits}}},
           {"sums", "register", outputs, {{"bits", sum_bits}}}},
          {{"add_floating", {{"align", "shift", 1}, {"floating", "add", 1}}},
           {"add_int8", {{"int8", "add", 1}}},
           {"add_int4", {{"int4", "add", 1}}},
           {"accumulate_floating",
            {{"leading", "find", 1}, {"normalise", "shift", 1}, {"sums", "write", 1}}},
           {"accumulate_integer", {{"integers", "add", 1}, {"sums", "write", 1}}}}};
}

/// What `mma.sp` adds: a 4:1 multiplexer on the wires of B, registers for metadata.
Component selectors(const Counts& n) {
  return {"sm/tensor_core/selectors",
          "multiplexer",
          static_cast<std::uint64_t>(n.cores),
          {{"wires", "multiplexer", n.floating_lanes, {{"bits", selected_bits}, {"inputs", 4}}}},
          {{"select", {{"wires", "select", 1}}}}};
}

Component metadata(const Params& params, const Counts& n) {
  std::uint32_t most = 0;
  for (const OperandType type : {OperandType::fp16, OperandType::bf16, OperandType::tf32,
                                 OperandType::int8, OperandType::int4}) {
    most = std::max(
        most,
        make_instruction(params.sm.tensor_core, type, true, kernel_passes).metadata_registers());
  }
  return {"sm/tensor_core/metadata",
          "register",
          static_cast<std::uint64_t>(n.cores),
          {{"words", "register", 1.0 * most, {{"bits", 32}}}},
          {{"write", {{"words", "write", 1}}}}};
}

Component memory(std::string path, double instances, double bits, double width_bits, double banks) {
  return core::one_part(
      std::move(path), "sram", static_cast<std::uint64_t>(instances),
      {{"bits", bits}, {"width_bits", width_bits}, {"ports", 1}, {"banks", banks}},
      {"read", "write"});
}

/// As many banks of a word as an edge moves, and a crossbar between banks and lanes; `read` and
/// `write` count 32 words each.
Component shared_memory(const Params& params, const Counts& n) {
  const double bits = params.sm.shared_kib * 8192.0;
  const double banks = std::max(1.0, params.sm.shared_bytes_per_edge / bank_bytes);
  const double word_bits = 8 * bank_bytes;
  const double words = shared_row_bytes / bank_bytes;
  return {
      "sm/shared_memory",
      "sram",
      static_cast<std::uint64_t>(n.sms),
      {{"banks",
        "sram",
        banks,
        {{"bits", bits / banks}, {"width_bits", word_bits}, {"ports", 1}, {"banks", 1}}},
       {"crossbar", "crossbar", 1, {{"inputs", banks}, {"outputs", banks}, {"bits", word_bits}}}},
      {{"read", {{"banks", "read", words}, {"crossbar", "transfer", words}}},
       {"write", {{"banks", "write", words}, {"crossbar", "transfer", words}}}}};
}

Component control(const Counts& n) {
  return {"sm/control",
          "control",
          static_cast<std::uint64_t>(n.cores),
          {{"state", "register", 1, {{"bits", control_register_bits}}},
           {"logic", "gate", control_gates, {}}},
          {}};
}

/// Sectors between L2 and SMs that lie in a square: half its side on average. An SM's port has a
/// register for each direction.
Component network(const Params& params) {
  const double side = std::ceil(std::sqrt(static_cast<double>(params.gpu.sms)));
  const double bits = 8.0 * sector_bytes;
  const double hops = (side + 1) / 2;
  const double port_bits = 8.0 * params.sm.l2_bytes_per_edge;
  const double lanes = std::ceil(1.0 * params.l2.bytes_per_edge / sector_bytes);
  return {"network",
          "bus",
          1,
          {{"wires", "wire", lanes, {{"bits", bits}, {"length_mm", hops * sm_pitch_mm}}},
           {"registers", "register", lanes * hops, {{"bits", bits}}},
           {"ports", "register", 2.0 * params.gpu.sms, {{"bits", port_bits}}}},
          {{"transfer",
            {{"wires", "transfer", 1},
             {"registers", "write", hops},
             {"ports", "write", bits / port_bits}}}}};
}

}  // namespace

core::Components list_components(const Params& params) {
  const double sms = params.gpu.sms;
  const Counts n{sms, sms * params.sm.sub_cores,
                 static_cast<double>(params.products_per_edge(OperandType::fp16)),
                 static_cast<double>(params.products_per_edge(OperandType::int8))};
  const double registers = 32.0 * params.sm.registers / params.sm.sub_cores;
  return {multipliers(n),
          adders(params, n),
          selectors(n),
          metadata(params, n),
          memory("sm/register_file", n.cores, registers, 8.0 * warp_register_bytes,
                 params.sm.register_banks),
          shared_memory(params, n),
          control(n),
          memory("l2", 1, params.l2.kib * 8192.0, 8.0 * sector_bytes,
                 std::max(1.0, std::ceil(params.l2.kib / 512.0))),
          network(params),
          arch::dram_requests(params.dram),
          arch::dram(params.dram)};
}

}  // namespace gossamer::arch::sparse_tensor_core
