// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/instruction.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/ceil_div.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

constexpr std::uint32_t quarters = 4;
constexpr std::uint32_t warp_register_bits = 32 * 32;  // of all threads

std::uint32_t registers_for(std::uint32_t bits) {
  return std::max(1U, bits / warp_register_bits);
}

}  // namespace

std::uint32_t Instruction::a_registers() const {
  return registers_for(instruction_m * kept * numerics::mma::element_bits(type));
}

std::uint32_t Instruction::b_registers() const {
  return registers_for(instruction_n * k * numerics::mma::element_bits(type));
}

std::uint32_t Instruction::metadata_registers() const {
  if (!sparse) return 0;
  const auto chunks = k / static_cast<std::uint32_t>(numerics::mma::sparsity_pattern(type).chunk());
  return std::max(1U, instruction_m * chunks * numerics::mma::index_bits / 32);
}

std::uint32_t interval_with_ports(const Instruction& instruction, std::uint32_t sum_registers,
                                  std::uint32_t register_banks) {
  const std::uint32_t metadata =
      core::ceil_div(instruction.metadata_registers() * 32, warp_register_bits);
  const std::uint32_t operands =
      instruction.a_registers() + instruction.b_registers() + metadata + sum_registers;
  return std::max(instruction.interval_quarters,
                  core::ceil_div(quarters * operands, register_banks));
}

std::string Instruction::name() const {
  return fmt::format("mma{}.m16n8k{}", sparse ? ".sp" : "", k);
}

Instruction make_instruction(const TensorCoreParams& core, OperandType type, bool sparse,
                             std::uint32_t passes) {
  Instruction instruction;
  instruction.type = type;
  instruction.sparse = sparse;
  instruction.passes = passes;
  instruction.kept = passes * pass_elements(core, type);
  instruction.k = sparse ? 2 * instruction.kept : instruction.kept;
  instruction.interval_quarters = quarters * passes * core.pass_edges;
  if (sparse && passes == 1) {
    instruction.interval_quarters =
        std::max(instruction.interval_quarters, core.short_sparse_quarters);
  }
  instruction.latency_edges = core.first_edges + passes * core.further_edges;
  return instruction;
}

}  // namespace gossamer::arch::sparse_tensor_core
