// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "arch/sparse_tensor_core/gemm_plan.hpp"
#include "numerics/reference/int16_reference.hpp"

namespace gossamer::arch::sparse_tensor_core {

using numerics::reference::ConvShape;

/// The place of the reduction dimension k of a convolution. Its order is (row, column, channel),
/// the channels of the group innermost: so patterns run along input channels, and a permutation of
/// channels is one of k.
struct KernelTap {
  std::uint32_t channel = 0;  ///< of the group
  std::uint32_t row = 0;
  std::uint32_t col = 0;
};

/// A layer as implicit GEMM: which activation is B[k][col].
class ImplicitGemm {
 public:
  explicit ImplicitGemm(const ConvShape& shape) : shape_{shape} {}

  const ConvShape& shape() const { return shape_; }
  GemmSize size() const;
  KernelTap tap(std::uint32_t k) const;

  /// A position of the input plane of an output position and a tap; outside of it for padding.
  struct Source {
    bool inside = false;
    std::uint32_t image = 0;
    std::uint32_t row = 0;
    std::uint32_t col = 0;
  };
  Source source(const KernelTap& tap, std::uint32_t col) const;
  /// Its index in the activations.
  std::size_t index(std::uint32_t group, const KernelTap& tap, const Source& source) const;
  /// The first and the last row of the input plane that rows of outputs read through rows of the
  /// kernel, clipped; nothing if there is none.
  struct Rows {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };
  std::optional<Rows> input_rows(const Rows& outputs, const Rows& kernel) const;
  /// Whether inputs are used by several columns: then they are stored as a tensor.
  bool windowed() const { return shape_.filter_height * shape_.filter_width > 1; }

 private:
  ConvShape shape_;
};

/// Operand blocks as they lie in DRAM and in L2. Of A one for each row of tiles and slab: rows of
/// (kept) elements, then rows of metadata nibbles. Of B one for each column of tiles and slab, or
/// for convolutions with larger kernels bands of rows of some channels, which lie innermost:
/// windows overlap.
class OperandMap {
 public:
  using BlockId = std::uint32_t;
  struct Block {
    std::uint64_t address = 0;
    std::uint32_t bytes = 0;
  };

  OperandMap(const GemmPlan& plan, const ImplicitGemm& gemm);

  const std::vector<Block>& blocks() const { return blocks_; }
  BlockId a_block(std::uint32_t group, std::uint32_t tile_row, std::uint32_t slab) const;
  /// Of a packed B.
  BlockId b_block(std::uint32_t group, std::uint32_t tile_col, std::uint32_t slab) const;
  /// Of a B stored as a tensor: where an element lies. Its channel is that of the whole tensor.
  struct Place {
    BlockId block = 0;
    std::size_t index = 0;  ///< in elements
  };
  Place b_place(const ImplicitGemm::Source& source, std::uint32_t channel) const;

  /// Calls with every block of B that a slab of a column of tiles needs, each once.
  void for_each_b(std::uint32_t group, std::uint32_t tile_col, std::uint32_t slab,
                  const std::function<void(BlockId)>& call) const;
  /// Bytes that go to an SM for a slab of a tile: gathered, so that overlaps count twice.
  std::uint64_t load_bytes(const TilePlace& place, std::uint32_t slab) const;

  /// Address behind the operands: where the outputs begin.
  std::uint64_t end() const { return end_; }
  /// Of the outputs of a warp of a tile, and how many bytes they have.
  std::uint64_t output_address(std::uint32_t tile, std::uint32_t warp) const;
  std::uint64_t output_bytes(std::uint32_t tile, std::uint32_t warp) const;
  std::uint64_t output_end() const { return end_ + plan_.tiles() * tile_output_bytes(); }

  const GemmPlan& plan() const { return plan_; }
  const ImplicitGemm& gemm() const { return gemm_; }
  std::uint64_t a_bytes() const { return a_bytes_; }

 private:
  void add(std::uint64_t bits);
  void add_bands();
  BlockId b_band(std::uint32_t image, std::uint32_t group, std::uint32_t channels,
                 std::uint32_t row) const;
  std::optional<ImplicitGemm::Rows> kernel_rows(std::uint32_t channels, std::uint32_t first_k,
                                                std::uint32_t last_k) const;
  std::uint64_t tile_output_bytes() const;

  const GemmPlan& plan_;
  const ImplicitGemm& gemm_;
  std::vector<Block> blocks_;
  BlockId first_b_ = 0;
  std::uint32_t band_rows_ = 1;
  std::uint32_t band_channels_ = 1;  // of all but the last of a group
  std::uint32_t group_channels_ = 1;
  std::uint32_t channel_blocks_ = 1;  // of a group
  std::uint32_t bands_ = 0;           // of a plane
  std::uint64_t end_ = 0;
  std::uint64_t a_bytes_ = 0;
};

/// Rows and columns of outputs of a warp that lie inside the matrix.
struct WarpPlace {
  std::uint32_t first_row = 0;  ///< in the tile
  std::uint32_t first_col = 0;
  std::uint32_t rows = 0;
  std::uint32_t cols = 0;
};
WarpPlace warp_place(const GemmPlan& plan, const TilePlace& place, std::uint32_t warp);

}  // namespace gossamer::arch::sparse_tensor_core
