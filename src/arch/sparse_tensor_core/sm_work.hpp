// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/sparse_tensor_core/operands.hpp"
#include "arch/sparse_tensor_core/stage.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// The program of every warp: `steps` times `instructions` instructions to different sums.
struct Program {
  Instruction instruction;
  std::uint32_t warps = 1;  ///< of a thread block
  std::uint32_t instructions = 1;
  std::uint32_t steps = 1;
  std::uint32_t steps_per_slab = 1;
  std::uint64_t fragment_bytes = 0;  ///< of a step; 0: operands stay in registers
  std::uint64_t fragment_edges = 0;  ///< in which the banks deliver them
  std::uint32_t sum_registers = 4;   ///< of a thread, for the sums of one instruction

  bool loads() const { return fragment_bytes > 0; }
};

/// What an SM has to do. Without a GEMM it is a microbenchmark.
struct SmWork {
  Program program;
  std::vector<std::uint32_t> tiles;  ///< in order
  std::uint32_t resident = 1;        ///< thread blocks at once
  std::uint32_t stages = 1;          ///< of a thread block in shared memory
  const OperandMap* map = nullptr;
  const NonzeroCounts* counts = nullptr;
  const BlockMath* math = nullptr;  ///< none in runs without values
};

/// The contents of shared memory.
using SharedStages = std::vector<std::vector<Stage>>;

}  // namespace gossamer::arch::sparse_tensor_core
