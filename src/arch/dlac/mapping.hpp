// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/dlac/parameters.hpp"
#include "numerics/lowbit/weight_format.hpp"
#include "numerics/reference/int16_reference.hpp"

namespace gossamer::arch::dlac {

using numerics::lowbit::Format;
using numerics::reference::ConvShape;

inline constexpr std::uint32_t packed_word_bits = 32;  ///< of packed weights

/// How a layer is computed: its formats, and on which datapath.
struct LayerFormat {
  Format format;
  bool full_precision = false;  ///< on the datapath of real weights
  Format outputs;               ///< its activations are what outputs are stored as

  std::uint32_t weight_bits() const { return format.weight_bits; }
  std::uint32_t activation_bits() const { return format.activation_bits; }
  std::uint32_t output_bits() const { return outputs.activation_bits; }
  /// Multiplications of an output on its way out.
  std::uint32_t drain_multiplies() const;
  /// Sums of an output.
  std::uint32_t sums() const { return format.has_two_sums() ? 2 : 1; }
};

/// PEs that compute a layer together, and how they are fed.
struct Grid {
  std::uint32_t rows = 1;
  std::uint32_t cols = 1;
  std::uint32_t stream_pes = 1;  ///< that share a stream of activations
  Skip skip = Skip::both;
  std::uint32_t window = 1;
  std::uint32_t fifo_depth = 1;
  std::uint32_t issue = 1;
  std::uint32_t activation_interval = 1;  ///< edges between two windows of a stream at the least
  std::uint32_t weight_interval = 1;

  /// Edges from the first word of a tile's first windows to the last.
  std::uint32_t first_edges() const {
    return (activation_interval > weight_interval ? activation_interval : weight_interval) - 1;
  }

  std::uint32_t pes() const { return rows * cols; }
  std::uint32_t row_streams() const { return (cols + stream_pes - 1) / stream_pes; }
  /// Columns in whole vectors of the kernels.
  std::uint32_t lanes() const { return (cols + 15) / 16 * 16; }
};

Grid main_grid(const Params& params);
/// The multiply-adds of the full-precision datapath: as a grid that skips nothing.
Grid full_precision_grid(const Params& params);

/// Neighbouring output channels of a group, one for each column.
struct FilterBlock {
  std::uint32_t group = 0;
  std::uint32_t first = 0;  ///< of all filters
  std::uint32_t count = 0;
};

/// Neighbouring output pixels of an image whose inputs are on chip together: cut into tiles of one
/// pixel for each row of the grid.
struct Band {
  std::uint32_t image = 0;
  std::uint32_t first_pixel = 0;
  std::uint32_t pixels = 0;
  // Rectangle of input positions that it needs.
  std::uint32_t y = 0, x = 0, height = 0, width = 0;

  std::uint64_t positions() const { return std::uint64_t{height} * width; }
};

/// Neighbouring windows of the reduction whose weights are on chip together.
struct Piece {
  std::uint32_t first_window = 0;
  std::uint32_t windows = 0;
  std::uint64_t first_operand = 0;  ///< in the order of the reduction: row, column, channel
  std::uint64_t operands = 0;
};

/// A layer cut for the grid. A reduction is filter row, filter column, channel; a window is
/// `grid.window` channels of one filter position or the fewer that are left.
struct Mapping {
  ConvShape shape;
  LayerFormat format;
  Grid grid;
  std::uint32_t activation_word_bits = 0;  ///< of a word of the buffer: a window of its own width
  std::uint32_t weight_word_bits = 0;
  std::vector<FilterBlock> blocks;
  std::vector<Band> bands;
  std::vector<Piece> pieces;
  bool inputs_from_dram = false;
  bool outputs_to_dram = false;
  bool weights_stay = false;  ///< on chip from their first use to the end

  std::uint32_t taps() const {
    return static_cast<std::uint32_t>(shape.filter_height * shape.filter_width);
  }
  std::uint32_t channels() const { return static_cast<std::uint32_t>(shape.channels_per_group()); }
  /// Windows of one filter position.
  std::uint32_t chunks() const { return (channels() + grid.window - 1) / grid.window; }
  std::uint32_t windows() const { return taps() * chunks(); }
  std::uint32_t window_operands(std::uint32_t window) const {
    const std::uint32_t first = window % chunks() * grid.window;
    return channels() - first < grid.window ? channels() - first : grid.window;
  }
  /// Words of the buffers that so many operands of a window take.
  std::uint32_t activation_words(std::uint32_t operands) const;
  std::uint32_t weight_words(std::uint32_t operands) const;
  /// Words of all windows of a piece.
  std::uint64_t weight_words(const Piece& piece) const;
  /// Words of the windows that so many channels of a position make.
  std::uint64_t input_words(std::uint32_t all_channels) const {
    return position_words(all_channels, format.activation_bits());
  }
  std::uint64_t output_words(std::uint32_t all_channels) const {
    return position_words(all_channels, format.output_bits());
  }
  std::uint64_t first_operand(std::uint32_t window) const {
    return std::uint64_t{window / chunks()} * channels() +
           std::uint64_t{window % chunks()} * grid.window;
  }

  std::uint32_t tiles(const Band& band) const { return (band.pixels + grid.rows - 1) / grid.rows; }
  /// Output pixels of a tile.
  std::uint32_t tile_pixels(const Band& band, std::uint32_t tile) const {
    const std::uint32_t rest = band.pixels - tile * grid.rows;
    return rest < grid.rows ? rest : grid.rows;
  }
  std::uint64_t all_tiles() const;  ///< of all bands and blocks
  /// Rounds of filter blocks: one for each band whose inputs come from DRAM, or one in all.
  std::uint32_t rounds() const {
    return inputs_from_dram ? static_cast<std::uint32_t>(bands.size()) : 1;
  }
  std::uint64_t packed_weight_bytes(const FilterBlock& block, const Piece& piece) const;

 private:
  std::uint64_t position_words(std::uint32_t all_channels, std::uint32_t bits) const;
};

/// Cuts a layer; a reason why the buffers cannot hold what a tile needs, or "" is put into
/// `refusal`.
Mapping map_layer(const ConvShape& shape, const Params& params, const LayerFormat& format,
                  std::string& refusal);

}  // namespace gossamer::arch::dlac
