// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "arch/sparse_tensor_core/instruction.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// A layer as matrices: for each group, D[rows][cols] = A[rows][k] B[k][cols]. A is the weights
/// (the operand that may be sparse), a row for each output channel; B the activations, a column for
/// each output position.
struct GemmSize {
  std::uint32_t groups = 1;
  std::uint32_t rows = 1;
  std::uint32_t cols = 1;
  std::uint32_t k = 1;
};

/// What a thread block computes: m x n outputs, in stages of k, by warps_m x warps_n warps.
struct Tile {
  std::uint32_t m = 128;
  std::uint32_t n = 128;
  std::uint32_t k = 64;
  std::uint32_t stages = 3;
  std::uint32_t warps_m = 2;
  std::uint32_t warps_n = 2;

  std::uint32_t warps() const { return warps_m * warps_n; }
  std::uint32_t warp_m() const { return m / warps_m; }
  std::uint32_t warp_n() const { return n / warps_n; }
  /// Instructions of a warp for one instruction's k.
  std::uint32_t instructions() const {
    return (warp_m() / instruction_m) * (warp_n() / instruction_n);
  }
  std::string text() const;
};

/// How many bytes a tile moves, per stage or per step of a warp (one instruction's k).
struct TileBytes {
  std::uint64_t a_slab = 0;  ///< values and metadata of a stage
  std::uint64_t b_slab = 0;
  std::uint64_t fragments = 0;  ///< of A, metadata and B for a step of a warp
  std::uint64_t slab() const { return a_slab + b_slab; }
};
TileBytes tile_bytes(const Tile& tile, const Instruction& instruction);

/// What keeps the tile from running on the SM, in words; "" if it runs.
std::string tile_refusal(const Tile& tile, const Instruction& instruction, const SmParams& sm,
                         OutputType output);

/// Thread blocks that an SM holds at once, by shared memory, registers, warps and blocks.
std::uint32_t resident_blocks(const Tile& tile, const Instruction& instruction, const SmParams& sm,
                              OutputType output);

/// The tile of the parameters, or among the block tiles of CUTLASS's sparse kernels the one with
/// the least estimate of time; none if none runs on the SM.
std::optional<Tile> choose_tile(const Params& params, const Instruction& instruction,
                                OutputType output, const GemmSize& size, double clock_ghz);

/// Why choose_tile has none, in words.
std::string no_tile_reason(const Params& params, const Instruction& instruction, OutputType output);

}  // namespace gossamer::arch::sparse_tensor_core
