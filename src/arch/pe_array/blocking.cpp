// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/blocking.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "arch/pe_array/buffer_rooms.hpp"
#include "core/ceil_div.hpp"
#include "numerics/vsq/packing.hpp"

namespace gossamer::arch::pe_array {

using core::ceil_div;
using numerics::vsq::packed_bytes;

namespace {

std::uint32_t chunks_of_group(const ConvShape& shape, std::uint32_t vector) {
  return static_cast<std::uint32_t>(ceil_div(shape.channels_per_group(), vector));
}

/// Elements that one half of each of a PE's buffers holds, and bytes of a tile that the global
/// buffer holds on its way there.
struct Room {
  std::uint64_t weights;
  std::uint64_t inputs;
  std::uint64_t weight_bytes;
  std::uint64_t input_bytes;
};

/// Different coordinates p x stride + t x dilation of `outputs` p and `taps` t. Two pairs meet in
/// one if p differs by a multiple of dilation / g and t by as many of stride / g, g their greatest
/// common divisor: of each such row of pairs one counts.
std::uint64_t coordinates(std::uint64_t outputs, std::uint64_t taps, std::uint64_t stride,
                          std::uint64_t dilation) {
  const std::uint64_t g = std::gcd(stride, dilation);
  const auto beyond = [](std::uint64_t n, std::uint64_t step) { return n > step ? n - step : 0; };
  return outputs * taps - beyond(outputs, dilation / g) * beyond(taps, stride / g);
}

/// Input positions that a block needs at most, wherever it lies in the plane.
std::uint64_t most_positions(const ConvShape& shape, std::uint32_t rows, std::uint32_t cols,
                             const Piece& piece) {
  const std::uint64_t high = coordinates(rows, piece.rows, shape.stride_y, shape.dilation_y);
  const std::uint64_t wide =
      coordinates(cols, shape.filter_width, shape.stride_x, shape.dilation_x);
  return std::min<std::uint64_t>(high, shape.height) * std::min<std::uint64_t>(wide, shape.width);
}

bool fits(const Blocking& blocking, std::uint32_t rows, std::uint32_t cols, const Piece& piece,
          const Params& params, const LayerFormats& formats, const Room& room) {
  const auto holds = [&](std::uint64_t vectors, std::uint64_t elements, std::uint64_t bytes,
                         const numerics::vsq::OperandFormat& format) {
    return vectors * blocking.vector <= elements &&
           packed_bytes(vectors, blocking.vector, format) + 1 <= bytes;  // in two blocks
  };
  return holds(params.pe.lanes * blocking.words(piece), room.weights, room.weight_bytes,
               formats.arithmetic.weights) &&
         holds(most_positions(blocking.shape, rows, cols, piece) * piece.chunks, room.inputs,
               room.input_bytes, formats.arithmetic.activations);
}

void make_pieces(Blocking& blocking, std::uint32_t chunks, std::uint32_t rows) {
  const auto kernel_rows = static_cast<std::uint32_t>(blocking.shape.filter_height);
  blocking.chunks_at_once = chunks;
  for (std::uint32_t chunk = 0; chunk < blocking.chunks; chunk += chunks) {
    for (std::uint32_t row = 0; row < kernel_rows; row += rows) {
      blocking.pieces.push_back({chunk, std::min(chunks, blocking.chunks - chunk), row,
                                 std::min(rows, kernel_rows - row)});
    }
  }
}

void make_blocks(Blocking& blocking, std::uint32_t rows, std::uint32_t cols) {
  const auto height = static_cast<std::uint32_t>(blocking.shape.out_height);
  const auto width = static_cast<std::uint32_t>(blocking.shape.out_width);
  for (std::uint32_t image = 0; image < blocking.shape.batch; ++image) {
    for (std::uint32_t row = 0; row < height; row += rows) {
      for (std::uint32_t col = 0; col < width; col += cols) {
        blocking.blocks.push_back(
            {image, row, col, std::min(rows, height - row), std::min(cols, width - col)});
      }
    }
  }
}

/// The same number of parts, as equal as they can be.
std::uint32_t balanced(std::uint32_t total, std::uint32_t most) {
  return ceil_div(total, ceil_div(total, most));
}

/// The most chunks, then rows of the kernel that fit beside a block: {0, 0} if none do.
Piece largest_piece(const Blocking& blocking, std::uint32_t rows, std::uint32_t cols,
                    const Params& params, const LayerFormats& formats, const Room& room) {
  Piece piece{0, 1, 0, static_cast<std::uint32_t>(blocking.shape.filter_height)};
  while (piece.rows > 0 && !fits(blocking, rows, cols, piece, params, formats, room)) --piece.rows;
  if (piece.rows == 0) return {0, 0, 0, 0};
  piece.rows = balanced(static_cast<std::uint32_t>(blocking.shape.filter_height), piece.rows);
  if (piece.rows < blocking.shape.filter_height) return piece;
  while (piece.chunks < blocking.chunks) {
    ++piece.chunks;
    if (fits(blocking, rows, cols, piece, params, formats, room)) continue;
    --piece.chunks;
    break;
  }
  piece.chunks = balanced(blocking.chunks, piece.chunks);
  return piece;
}

/// Numbers of touched coordinates along one axis: blocks and pieces repeat the same few.
class TouchedCounts {
 public:
  TouchedCounts(std::size_t stride, std::size_t dilation, std::size_t pad, std::size_t extent)
      : stride_{stride}, dilation_{dilation}, pad_{pad}, extent_{extent} {}

  std::size_t of(std::uint32_t first, std::uint32_t outputs, std::size_t first_tap,
                 std::size_t taps) {
    const auto [entry, is_new] =
        counts_.try_emplace(std::make_tuple(first, outputs, first_tap, taps), 0);
    if (is_new) {
      entry->second =
          touched(first, outputs, first_tap, taps, stride_, dilation_, pad_, extent_).size();
    }
    return entry->second;
  }

 private:
  std::size_t stride_, dilation_, pad_, extent_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::size_t, std::size_t>, std::size_t> counts_;
};

void count_positions(Blocking& blocking) {
  const ConvShape& shape = blocking.shape;
  TouchedCounts rows{shape.stride_y, shape.dilation_y, shape.pad_top, shape.height};
  TouchedCounts cols{shape.stride_x, shape.dilation_x, shape.pad_left, shape.width};
  for (const PixelBlock& block : blocking.blocks) {
    for (const Piece& piece : blocking.pieces) {
      const std::size_t high = rows.of(block.first_row, block.rows, piece.first_row, piece.rows);
      const std::size_t wide = cols.of(block.first_col, block.cols, 0, shape.filter_width);
      blocking.block_positions.push_back(static_cast<std::uint32_t>(high * wide));
    }
  }
}

}  // namespace

std::vector<std::uint32_t> touched(std::uint32_t first, std::uint32_t outputs,
                                   std::size_t first_tap, std::size_t taps, std::size_t stride,
                                   std::size_t dilation, std::size_t pad, std::size_t extent) {
  std::vector<std::uint32_t> coordinates;
  for (std::size_t out = first; out < std::size_t{first} + outputs; ++out) {
    for (std::size_t tap = first_tap; tap < first_tap + taps; ++tap) {
      const std::size_t at = out * stride + tap * dilation;
      if (at >= pad && at < pad + extent) {
        coordinates.push_back(static_cast<std::uint32_t>(at - pad));
      }
    }
  }
  std::sort(coordinates.begin(), coordinates.end());
  coordinates.erase(std::unique(coordinates.begin(), coordinates.end()), coordinates.end());
  return coordinates;
}

VectorBlock stored_weights(const Blocking& blocking, const LanePass& pass, const Piece& piece) {
  return vector_block(blocking.shape.channels_per_group(), blocking.vector, piece.first_chunk,
                      piece.chunks, blocking.words(piece) / piece.chunks * pass.filters);
}

VectorBlock stored_inputs(const Blocking& blocking, std::size_t block, std::size_t piece) {
  const Piece& of = blocking.pieces[piece];
  return vector_block(blocking.shape.channels_per_group(), blocking.vector, of.first_chunk,
                      of.chunks, blocking.positions_of(block, piece));
}

VectorBlock stored_outputs(const Blocking& blocking, const Unit& unit, const PixelBlock& block) {
  return vector_block(unit.filters, blocking.vector, 0, vectors_of(blocking, unit), block.pixels());
}

std::uint32_t Blocking::most_pixels() const {
  std::uint32_t most = 0;
  for (const PixelBlock& block : blocks) most = std::max(most, block.pixels());
  return most;
}

std::uint32_t vectors_of(const Blocking& blocking, const Unit& unit) {
  return ceil_div(unit.filters, blocking.vector);
}

std::uint32_t unit_filters(const ConvShape& shape, const Params& params) {
  const std::uint32_t vector = params.pe.vector;
  const std::uint32_t of_lanes = params.pe.lanes / vector;
  const std::size_t of_group = ceil_div(shape.filters_per_group(), vector);
  return static_cast<std::uint32_t>(std::clamp<std::size_t>(of_group, 1, std::max(1U, of_lanes))) *
         vector;
}

std::vector<Unit> make_units(const ConvShape& shape, const Params& params) {
  const auto filters = static_cast<std::uint32_t>(shape.filters);
  const auto of_group = static_cast<std::uint32_t>(shape.filters_per_group());
  const std::uint32_t of_unit = unit_filters(shape, params);
  std::vector<Unit> units;
  for (std::uint32_t first = 0; first < filters; first += of_unit) {
    Unit unit{first, std::min(of_unit, filters - first), {}};
    unit.in_lanes = unit.filters <= params.pe.lanes;
    const std::uint32_t end = first + unit.filters;
    for (std::uint32_t k = first; k < end;) {
      const std::uint32_t group = k / of_group;
      const std::uint32_t stop = std::min({end, (group + 1) * of_group, k + params.pe.lanes});
      unit.passes.push_back({group, k, stop - k, unit.in_lanes ? k - first : 0});
      k = stop;
    }
    units.push_back(std::move(unit));
  }
  return units;
}

std::optional<CutSizes> cut_sizes(const ConvShape& shape, const Params& params,
                                  const LayerFormats& formats, std::uint32_t cols) {
  Blocking blocking;
  blocking.shape = shape;
  blocking.vector = params.pe.vector;
  blocking.chunks = chunks_of_group(shape, params.pe.vector);
  const Room room{params.pe.weight_elements / 2 / formats.weight_slots,
                  params.pe.input_elements / 2 / formats.input_slots, weight_room(params),
                  staging_room(params)};
  const auto out_height = static_cast<std::uint32_t>(shape.out_height);
  const Piece least{0, 1, 0, 1};
  // Fewer rows need no more room.
  std::uint32_t rows = 0;
  std::uint32_t too_many = std::min(params.block_outputs() / cols, out_height) + 1;
  while (rows + 1 < too_many) {
    const std::uint32_t middle = rows + (too_many - rows) / 2;
    (fits(blocking, middle, cols, least, params, formats, room) ? rows : too_many) = middle;
  }
  if (rows == 0) return std::nullopt;
  const Piece piece = largest_piece(blocking, rows, cols, params, formats, room);
  CutSizes sizes;
  sizes.rows = balanced(out_height, rows);
  sizes.cols = cols;
  sizes.chunks = piece.chunks;
  sizes.kernel_rows = piece.rows;
  sizes.blocks = std::uint64_t{shape.batch} * ceil_div(out_height, sizes.rows) *
                 ceil_div(shape.out_width, cols);
  sizes.pieces = std::uint64_t{ceil_div(blocking.chunks, piece.chunks)} *
                 ceil_div(shape.filter_height, piece.rows);
  return sizes;
}

std::vector<std::uint32_t> block_widths(const ConvShape& shape, const Params& params) {
  const auto width = static_cast<std::uint32_t>(shape.out_width);
  std::vector<std::uint32_t> widths;
  for (std::uint32_t cols = std::min(width, params.block_outputs()); cols > 0;) {
    widths.push_back(balanced(width, cols));
    const std::uint32_t blocks = ceil_div(width, cols) + 1;
    cols = blocks > width ? 0 : ceil_div(width, blocks);
    while (cols > 0 && cols >= widths.back()) --cols;
  }
  return widths;
}

Blocking cut(const ConvShape& shape, const Params& params, const CutSizes& sizes) {
  Blocking blocking;
  blocking.shape = shape;
  blocking.vector = params.pe.vector;
  blocking.chunks = chunks_of_group(shape, params.pe.vector);
  make_pieces(blocking, sizes.chunks, sizes.kernel_rows);
  make_blocks(blocking, sizes.rows, sizes.cols);
  blocking.units = make_units(shape, params);
  count_positions(blocking);
  return blocking;
}

}  // namespace gossamer::arch::pe_array
