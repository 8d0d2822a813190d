// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "arch/sparse_tensor_core/parameters.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// An instruction covers 16 rows of A and 8 columns of B.
inline constexpr std::uint32_t instruction_m = 16;
inline constexpr std::uint32_t instruction_n = 8;
inline constexpr std::uint32_t pass_outputs = instruction_m * instruction_n;

/// Instructions of the kernels: two passes (CUTLASS uses the long-K shapes alone).
inline constexpr std::uint32_t kernel_passes = 2;

/// Elements of a row of A in one pass, kept ones if it is sparse.
inline std::uint32_t pass_elements(const TensorCoreParams& core, OperandType type) {
  return core.pass_bytes * 8 / numerics::mma::element_bits(type);
}

/// One `mma` or `mma.sp` as the hardware executes it. Time in quarters of an edge, since the
/// interval of short sparse instructions is no whole number of them.
struct Instruction {
  OperandType type = OperandType::fp16;
  bool sparse = false;
  std::uint32_t k = 0;     ///< of the GEMM
  std::uint32_t kept = 0;  ///< products of an output: k, or half of it
  std::uint32_t passes = 1;
  std::uint32_t interval_quarters = 0;  ///< from one to the next in a tensor core
  std::uint32_t latency_edges = 0;      ///< from issue to the sums

  std::uint64_t products() const { return std::uint64_t{pass_outputs} * kept; }
  /// 32-bit registers of a thread that the operands and the sums take.
  std::uint32_t a_registers() const;
  std::uint32_t b_registers() const;
  /// 32-bit registers of a warp that hold metadata of one instruction.
  std::uint32_t metadata_registers() const;
  /// As PTX names it: mma.m16n8k16, mma.sp.m16n8k32.
  std::string name() const;
};

/// The interval of an instruction whose operands, `sum_registers` of sums among them, come out of a
/// register file with as many banks, one register of a warp from each in an edge. A compiler
/// spreads them evenly over the banks.
std::uint32_t interval_with_ports(const Instruction& instruction, std::uint32_t sum_registers,
                                  std::uint32_t register_banks);

Instruction make_instruction(const TensorCoreParams& core, OperandType type, bool sparse,
                             std::uint32_t passes);

}  // namespace gossamer::arch::sparse_tensor_core
