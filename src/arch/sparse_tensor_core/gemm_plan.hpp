// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "arch/sparse_tensor_core/tile.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// Where a tile lies: of which group, which rows and columns of tiles.
struct TilePlace {
  std::uint32_t group = 0;
  std::uint32_t row = 0;
  std::uint32_t col = 0;
};

/// How the GEMMs of a layer are cut into thread blocks, and which SM computes which. Dimensions are
/// padded with zeros to whole tiles: no operand is moved for what lies outside, but the
/// instructions are executed.
class GemmPlan {
 public:
  GemmPlan(const Params& params, const GemmSize& size, const Instruction& instruction,
           OutputType output, const Tile& tile);

  const GemmSize& size() const { return size_; }
  const Tile& tile() const { return tile_; }
  const Instruction& instruction() const { return instruction_; }
  OutputType output() const { return output_; }
  const TileBytes& bytes() const { return bytes_; }

  std::uint32_t tile_rows() const { return tile_rows_; }
  std::uint32_t tile_cols() const { return tile_cols_; }
  std::uint32_t slabs() const { return slabs_; }  ///< stages of k in a tile
  std::uint32_t tiles() const { return size_.groups * tile_rows_ * tile_cols_; }
  /// Steps of a warp in a slab: one instruction's k each.
  std::uint32_t steps_per_slab() const { return tile_.k / instruction_.k; }
  std::uint32_t steps() const { return slabs_ * steps_per_slab(); }
  std::uint32_t padded_k() const { return slabs_ * tile_.k; }

  /// Tile number t: `raster` rows of tiles are gone through together, column by column, so that
  /// tiles that run at the same time share operands in L2.
  TilePlace place(std::uint32_t number) const;

  /// Rows, columns and k inside the matrices.
  std::uint32_t rows_in(std::uint32_t tile_row) const;
  std::uint32_t cols_in(std::uint32_t tile_col) const;
  std::uint32_t k_in(std::uint32_t slab) const;
  /// Elements of a row of A in a slab as it is stored, and chunks of metadata.
  std::uint32_t kept_in(std::uint32_t slab) const;
  std::uint32_t chunks_in(std::uint32_t slab) const;

  /// Thread blocks that an SM holds at once.
  std::uint32_t resident() const { return resident_; }
  /// SMs that have tiles; tile t belongs to SM t modulo sms().
  std::uint32_t sms() const { return sms_; }
  /// Of the SM with most tiles: number 0.
  std::uint32_t most_tiles() const { return (tiles() + sms_ - 1) / sms_; }
  std::uint32_t tiles_of(std::uint32_t sm) const { return (tiles() - sm + sms_ - 1) / sms_; }

  std::uint32_t output_bytes() const { return output_ == OutputType::fp16 ? 2 : 4; }

 private:
  GemmSize size_;
  Tile tile_;
  Instruction instruction_;
  OutputType output_;
  TileBytes bytes_;
  std::uint32_t raster_;
  std::uint32_t tile_rows_;
  std::uint32_t tile_cols_;
  std::uint32_t slabs_;
  std::uint32_t resident_;
  std::uint32_t sms_;
};

}  // namespace gossamer::arch::sparse_tensor_core
