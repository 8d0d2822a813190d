// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "arch/sparse_tensor_core/operand_map.hpp"
#include "core/cpu_level.hpp"
#include "numerics/mma/multiply_block.hpp"
#include "tensor/structured/metadata.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// A slab of A, with its metadata, and of B in shared memory, as the multipliers take them: words
/// for floating-point operands, int16 for integers. Zeros outside of the matrices.
struct Stage {
  std::vector<numerics::mma::OperandWord> a;  ///< [tile.m][kept]
  std::vector<numerics::mma::OperandWord> b;  ///< [tile.k][pitch]
  std::vector<std::int16_t> a_integers;
  std::vector<std::int16_t> b_integers;
  std::vector<std::uint32_t> b_rows;  ///< [tile.m][kept], of a sparse A: row of B in the slab
};

/// The sums of a warp: [warp_m][warp_n] of one of both types.
struct Sums {
  std::vector<float> floats;
  std::vector<std::int32_t> integers;
};

/// Arithmetic and data of a thread block, without time: what the same steps of the modules do.
class BlockMath {
 public:
  using BytesOf = std::function<const std::uint8_t*(OperandMap::BlockId)>;

  BlockMath(const OperandMap& map, const NumericsParams& params, core::CpuLevel level, bool relu);

  /// From operand blocks as they came from L2.
  void fill(Stage& stage, const TilePlace& place, std::uint32_t slab,
            const BytesOf& bytes_of) const;
  Sums zero_sums() const;
  /// One step of a warp: all its instructions on one instruction's k.
  void multiply(const Stage& stage, std::uint32_t warp, std::uint32_t step, Sums& sums) const;
  /// The outputs of a warp as they are stored; `to` has OperandMap::output_bytes.
  void store(const Sums& sums, const WarpPlace& place, std::uint8_t* to) const;

  /// A whole tile at once, out of DRAM and back: for SMs that another one stands for.
  void compute_tile(std::uint32_t tile, std::vector<std::uint8_t>& storage) const;

 private:
  void fill_a(Stage& stage, const TilePlace& place, std::uint32_t slab,
              const std::uint8_t* bytes) const;
  void fill_metadata(Stage& stage, const TilePlace& place, std::uint32_t slab,
                     const std::uint8_t* bytes) const;
  void fill_b(Stage& stage, const TilePlace& place, std::uint32_t slab,
              const BytesOf& bytes_of) const;
  void fill_b_windows(Stage& stage, const TilePlace& place, std::uint32_t slab,
                      const BytesOf& bytes_of) const;
  void put(std::vector<numerics::mma::OperandWord>& words, std::vector<std::int16_t>& integers,
           std::size_t at, const std::uint8_t* bytes, std::size_t index) const;

  const OperandMap& map_;
  const GemmPlan& plan_;
  const OperandType type_;
  const bool integers_;
  const std::uint32_t kept_;  // elements of a row of A in a slab
  const std::size_t pitch_;   // of B
  const core::CpuLevel level_;
  const bool relu_;
  const Overflow overflow_;  // of integer sums
  numerics::mma::FusedAdd arithmetic_;
};

/// The stored outputs as bit patterns, [group][row][col].
std::vector<std::uint32_t> read_outputs(const OperandMap& map,
                                        const std::vector<std::uint8_t>& storage);

}  // namespace gossamer::arch::sparse_tensor_core
