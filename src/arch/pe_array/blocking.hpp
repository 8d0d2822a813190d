// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "arch/pe_array/layer_formats.hpp"
#include "arch/pe_array/parameters.hpp"
#include "arch/pe_array/vector_block.hpp"
#include "numerics/reference/int16_reference.hpp"

namespace gossamer::arch::pe_array {

using numerics::reference::ConvShape;

/// A rectangle of an image's output plane: outputs whose sums a PE holds at once.
struct PixelBlock {
  std::uint32_t image = 0;
  std::uint32_t first_row = 0;
  std::uint32_t first_col = 0;
  std::uint32_t rows = 0;
  std::uint32_t cols = 0;

  std::uint32_t pixels() const { return rows * cols; }
};

/// A part of the reduction dimension whose weights and inputs the buffers hold: neighbouring chunks
/// of channels, and rows of the kernel.
struct Piece {
  std::uint32_t first_chunk = 0;
  std::uint32_t chunks = 0;
  std::uint32_t first_row = 0;
  std::uint32_t rows = 0;
};

/// Output channels of one convolution group, at most one per lane.
struct LanePass {
  std::uint32_t group = 0;
  std::uint32_t first_filter = 0;  ///< of the layer
  std::uint32_t filters = 0;
  std::uint32_t first_lane = 0;
};

/// Output channels that a PE computes and gives away together: one output vector, or as many whole
/// ones as its lanes take at once; several passes where a vector is longer than the lanes or comes
/// from several convolution groups.
struct Unit {
  std::uint32_t first_filter = 0;
  std::uint32_t filters = 0;
  std::vector<LanePass> passes;
  /// Each filter has a lane of its own, so that the sums of all passes lie side by side and leave
  /// together; otherwise those of every pass leave by themselves.
  bool in_lanes = false;

  bool begins(std::uint32_t pass) const { return !in_lanes || pass == 0; }
  bool ends(std::uint32_t pass) const { return !in_lanes || pass + 1 == passes.size(); }
};

/// A layer cut into what a PE does at a time. Sums are added in the order of pieces, within a piece
/// row, column of the kernel, chunk.
struct Blocking {
  ConvShape shape;
  std::uint32_t vector = 0;
  std::uint32_t chunks = 0;  ///< of a convolution group
  std::vector<Unit> units;
  std::vector<PixelBlock> blocks;
  std::vector<Piece> pieces;
  std::uint32_t chunks_at_once = 0;            ///< of every piece but perhaps the last
  std::vector<std::uint32_t> block_positions;  ///< [block][piece], of positions_of()

  /// Of the largest block.
  std::uint32_t most_pixels() const;
  /// Vectors of a filter in a piece: edges per output, for one pass.
  std::uint64_t words(const Piece& piece) const {
    return std::uint64_t{piece.rows} * shape.filter_width * piece.chunks;
  }
  /// Input positions of a block inside the plane that a piece needs.
  std::uint32_t positions_of(std::size_t block, std::size_t piece) const {
    return block_positions[block * pieces.size() + piece];
  }
};

/// Input coordinates inside [0, extent) that `outputs` outputs from `first` on meet with `taps`
/// taps from `first_tap` on; ascending, each once.
std::vector<std::uint32_t> touched(std::uint32_t first, std::uint32_t outputs,
                                   std::size_t first_tap, std::size_t taps, std::size_t stride,
                                   std::size_t dilation, std::size_t pad, std::size_t extent);

/// How tiles are packed in DRAM, in the global buffer and on the networks. Weights: for each row
/// and column of the kernel the vectors of all filters of the pass; inputs: positions by row and
/// column; outputs: pixels by row and column.
VectorBlock stored_weights(const Blocking& blocking, const LanePass& pass, const Piece& piece);
VectorBlock stored_inputs(const Blocking& blocking, std::size_t block, std::size_t piece);
VectorBlock stored_outputs(const Blocking& blocking, const Unit& unit, const PixelBlock& block);

/// Output vectors of a unit, per pixel.
std::uint32_t vectors_of(const Blocking& blocking, const Unit& unit);

/// Output channels of every unit but perhaps the last: a multiple of the vector.
std::uint32_t unit_filters(const ConvShape& shape, const Params& params);

/// The output channels of a layer as units, in order.
std::vector<Unit> make_units(const ConvShape& shape, const Params& params);

/// How a layer is cut, without the parts themselves.
struct CutSizes {
  std::uint32_t rows = 0;  ///< of a block, but perhaps those at the border
  std::uint32_t cols = 0;
  std::uint32_t chunks = 0;       ///< of a piece
  std::uint32_t kernel_rows = 0;  ///< of a piece
  std::uint64_t blocks = 0;
  std::uint64_t pieces = 0;
};

/// Blocks of `cols` columns and as many rows as the accumulators hold; empty if one output and one
/// row of the kernel do not fit the buffers.
std::optional<CutSizes> cut_sizes(const ConvShape& shape, const Params& params,
                                  const LayerFormats& formats, std::uint32_t cols);

/// Widths of blocks that the accumulators hold, descending: of those that make as many blocks the
/// least.
std::vector<std::uint32_t> block_widths(const ConvShape& shape, const Params& params);

Blocking cut(const ConvShape& shape, const Params& params, const CutSizes& sizes);

}  // namespace gossamer::arch::pe_array
