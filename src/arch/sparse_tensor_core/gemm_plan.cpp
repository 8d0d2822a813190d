// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/gemm_plan.hpp"

#include <algorithm>

#include "core/ceil_div.hpp"

namespace gossamer::arch::sparse_tensor_core {

GemmPlan::GemmPlan(const Params& params, const GemmSize& size, const Instruction& instruction,
                   OutputType output, const Tile& tile)
    : size_{size},
      tile_{tile},
      instruction_{instruction},
      output_{output},
      bytes_{tile_bytes(tile, instruction)},
      raster_{params.tile.raster},
      tile_rows_{core::ceil_div(size.rows, tile.m)},
      tile_cols_{core::ceil_div(size.cols, tile.n)},
      slabs_{core::ceil_div(size.k, tile.k)},
      resident_{resident_blocks(tile, instruction, params.sm, output)},
      sms_{std::min(params.gpu.sms, tiles())} {}

TilePlace GemmPlan::place(std::uint32_t number) const {
  const std::uint32_t of_group = tile_rows_ * tile_cols_;
  const std::uint32_t in_group = number % of_group;
  const std::uint32_t band = in_group / (raster_ * tile_cols_);
  const std::uint32_t first_row = band * raster_;
  const std::uint32_t rows = std::min(raster_, tile_rows_ - first_row);
  const std::uint32_t in_band = in_group - first_row * tile_cols_;
  return {number / of_group, first_row + in_band % rows, in_band / rows};
}

std::uint32_t GemmPlan::rows_in(std::uint32_t tile_row) const {
  return std::min(tile_.m, size_.rows - tile_row * tile_.m);
}

std::uint32_t GemmPlan::cols_in(std::uint32_t tile_col) const {
  return std::min(tile_.n, size_.cols - tile_col * tile_.n);
}

std::uint32_t GemmPlan::k_in(std::uint32_t slab) const {
  return std::min(tile_.k, size_.k - slab * tile_.k);
}

std::uint32_t GemmPlan::chunks_in(std::uint32_t slab) const {
  const auto chunk =
      static_cast<std::uint32_t>(numerics::mma::sparsity_pattern(instruction_.type).chunk());
  return core::ceil_div(k_in(slab), chunk);
}

std::uint32_t GemmPlan::kept_in(std::uint32_t slab) const {
  if (!instruction_.sparse) return k_in(slab);
  const auto kept =
      static_cast<std::uint32_t>(numerics::mma::sparsity_pattern(instruction_.type).kept());
  return chunks_in(slab) * kept;
}

}  // namespace gossamer::arch::sparse_tensor_core
