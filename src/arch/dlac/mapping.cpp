// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/mapping.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/ceil_div.hpp"

namespace gossamer::arch::dlac {

namespace {

using numerics::lowbit::TtqOrder;
using numerics::lowbit::WeightScheme;

/// n / of, rounded up.
std::uint32_t up(std::uint64_t n, std::uint64_t of) {
  return static_cast<std::uint32_t>(core::ceil_div(n, of));
}

/// Edges between two windows of a stream: a bank reads a word in an edge, and the bus of a stream
/// carries one.
std::uint32_t interval(std::uint32_t streams, std::uint32_t words, const BufferParams& buffer) {
  const std::uint32_t asked = buffer.windows_per_edge == 0 ? streams : buffer.windows_per_edge;
  return up(std::uint64_t{streams} * words, std::min({asked, buffer.banks, streams}));
}

// Streams are as fast as the widest window of the layer lets them be.
void feed(Mapping& mapping, const Params& params) {
  Grid& grid = mapping.grid;
  mapping.activation_word_bits = grid.window * params.activation_bits();
  mapping.weight_word_bits = grid.window * params.weight_word_bits();
  const std::uint32_t widest = std::min(grid.window, mapping.channels());
  grid.activation_interval = interval(grid.rows * grid.row_streams(),
                                      mapping.activation_words(widest), params.activation_buffer);
  grid.weight_interval = interval(grid.cols, mapping.weight_words(widest), params.weight_buffer);
}

Grid with_windows(Grid grid, const Params& params) {
  grid.window = params.pe.window;
  grid.fifo_depth = params.pe.fifo_depth;
  return grid;
}

std::vector<FilterBlock> cut_filters(const ConvShape& shape, std::uint32_t cols) {
  std::vector<FilterBlock> blocks;
  const auto of_group = static_cast<std::uint32_t>(shape.filters_per_group());
  for (std::uint32_t group = 0; group < shape.groups; ++group) {
    for (std::uint32_t first = 0; first < of_group; first += cols) {
      blocks.push_back({group, group * of_group + first, std::min(cols, of_group - first)});
    }
  }
  return blocks;
}

/// Input positions along one dimension that outputs first to last need, inside the plane.
struct Reach {
  std::uint32_t begin = 0;
  std::uint32_t length = 0;
};

Reach reach(std::size_t first, std::size_t last, std::size_t stride, std::size_t dilation,
            std::size_t taps, std::size_t pad, std::size_t extent) {
  const std::size_t low = first * stride;
  const std::size_t high = last * stride + (taps - 1) * dilation + 1;
  const std::size_t begin = low > pad ? std::min(low - pad, extent) : 0;
  const std::size_t end = high > pad ? std::min(high - pad, extent) : 0;
  // A place at the border where all of it is padding.
  if (end <= begin) return {static_cast<std::uint32_t>(std::min(begin, extent - 1)), 1};
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
}

Band band_of(const ConvShape& shape, std::uint32_t image, std::uint32_t first,
             std::uint32_t pixels) {
  Band band{image, first, pixels};
  const std::size_t last = first + pixels - 1;
  const std::size_t top = first / shape.out_width;
  const std::size_t bottom = last / shape.out_width;
  const Reach rows = reach(top, bottom, shape.stride_y, shape.dilation_y, shape.filter_height,
                           shape.pad_top, shape.height);
  const bool one_row = top == bottom;
  const Reach cols = reach(one_row ? first % shape.out_width : 0,
                           one_row ? last % shape.out_width : shape.out_width - 1, shape.stride_x,
                           shape.dilation_x, shape.filter_width, shape.pad_left, shape.width);
  band.y = rows.begin;
  band.height = rows.length;
  band.x = cols.begin;
  band.width = cols.length;
  return band;
}

/// As many tiles to a band as half of the buffer holds the inputs of; stops at one that it does
/// not hold.
std::vector<Band> cut_pixels(const ConvShape& shape, std::uint32_t rows, std::uint64_t bits,
                             std::uint64_t half_bytes, std::uint64_t& needed) {
  std::vector<Band> bands;
  const auto all = static_cast<std::uint32_t>(shape.out_height * shape.out_width);
  const auto bytes = [&](const Band& band) {
    return (band.positions() * shape.channels * bits + 7) / 8;
  };
  for (std::uint32_t image = 0; image < shape.batch; ++image) {
    for (std::uint32_t first = 0; first < all;) {
      Band band = band_of(shape, image, first, std::min(rows, all - first));
      needed = std::max(needed, bytes(band));
      if (needed > half_bytes) return bands;
      // Whole tiles, doubled as long as that fits, then halved steps.
      std::uint32_t step = rows;
      while (step >= rows) {
        const std::uint32_t more = std::min(band.pixels + step, all - first);
        const Band wider = band_of(shape, image, first, more);
        if (more > band.pixels && bytes(wider) <= half_bytes) {
          band = wider;
          step *= 2;
        } else {
          step = step / 2 / rows * rows;
        }
      }
      bands.push_back(band);
      first += band.pixels;
    }
  }
  return bands;
}

std::vector<Band> whole_images(const ConvShape& shape) {
  std::vector<Band> bands;
  for (std::uint32_t image = 0; image < shape.batch; ++image) {
    Band band{image, 0, static_cast<std::uint32_t>(shape.out_height * shape.out_width)};
    band.height = static_cast<std::uint32_t>(shape.height);
    band.width = static_cast<std::uint32_t>(shape.width);
    bands.push_back(band);
  }
  return bands;
}

Piece piece_of(const Mapping& mapping, std::uint32_t first, std::uint32_t windows) {
  Piece piece{first, windows, mapping.first_operand(first), 0};
  const std::uint32_t last = first + windows - 1;
  piece.operands =
      mapping.first_operand(last) + mapping.window_operands(last) - piece.first_operand;
  return piece;
}

/// As few pieces as half of the buffer allows, of equal numbers of windows; none if a window does
/// not fit.
std::vector<Piece> cut_reduction(const Mapping& mapping, std::uint64_t half_bytes) {
  FilterBlock full;
  for (const FilterBlock& block : mapping.blocks) full.count = std::max(full.count, block.count);
  const std::uint32_t all = mapping.windows();
  for (std::uint32_t windows = all; windows > 0;) {
    std::vector<Piece> pieces;
    bool fits = true;
    for (std::uint32_t first = 0; first < all && fits; first += windows) {
      pieces.push_back(piece_of(mapping, first, std::min(windows, all - first)));
      fits = mapping.packed_weight_bytes(full, pieces.back()) <= half_bytes;
    }
    if (fits) return pieces;
    const std::uint32_t count = up(all, windows) + 1;
    windows = windows == 1 ? 0 : std::min(windows - 1, up(all, count));
  }
  return {};
}

std::uint64_t tensor_bytes(std::uint64_t elements, std::uint64_t bits) {
  return (elements * bits + 7) / 8;
}

void cut_inputs(Mapping& mapping, const Params& params, std::string& refusal) {
  const ConvShape& shape = mapping.shape;
  const std::uint64_t bits = mapping.format.activation_bits();
  const std::uint64_t half = params.activation_buffer.kib * 512ULL;
  const std::uint64_t inputs = shape.batch * shape.channels * shape.height * shape.width;
  mapping.inputs_from_dram = tensor_bytes(inputs, bits) > half;
  mapping.outputs_to_dram = mapping.inputs_from_dram ||
                            tensor_bytes(shape.outputs(), mapping.format.output_bits()) > half;
  if (!mapping.inputs_from_dram) {
    mapping.bands = whole_images(shape);
    return;
  }
  std::uint64_t needed = 0;
  mapping.bands = cut_pixels(shape, mapping.grid.rows, bits, half, needed);
  if (needed <= half) return;
  refusal = fmt::format(
      "the inputs of {} output pixels, one for each row of the grid, take {} bytes, and half of "
      "activation_buffer.kib: {} is {}; needed: {} KiB",
      mapping.grid.rows, needed, params.activation_buffer.kib, half, (2 * needed + 1023) / 1024);
}

void cut_weights(Mapping& mapping, const Params& params, std::string& refusal) {
  const std::uint64_t half = params.weight_buffer.kib * 512ULL;
  const Piece whole = piece_of(mapping, 0, mapping.windows());
  std::uint64_t all = 0;
  for (const FilterBlock& block : mapping.blocks) all += mapping.packed_weight_bytes(block, whole);
  if (all <= 2 * half) {
    mapping.weights_stay = true;
    mapping.pieces = {whole};
    return;
  }
  mapping.pieces = cut_reduction(mapping, half);
  if (!mapping.pieces.empty() || !refusal.empty()) return;
  refusal = fmt::format(
      "a window of {} weights for each of {} columns does not fit half of weight_buffer.kib: {}",
      mapping.grid.window, mapping.grid.cols, params.weight_buffer.kib);
}

}  // namespace

std::uint32_t LayerFormat::drain_multiplies() const {
  if (format.weights == WeightScheme::full) return 0;
  if (format.weights != WeightScheme::ttq) return 1;
  return format.ttq == TtqOrder::after_sum ? 2 : 0;
}

Grid main_grid(const Params& params) {
  Grid grid;
  grid.rows = params.grid.rows;
  grid.cols = params.grid.cols;
  grid.stream_pes = params.stream_pes();
  grid.skip = params.grid.skip;
  grid.issue = params.pe.issue;
  return with_windows(grid, params);
}

Grid full_precision_grid(const Params& params) {
  Grid grid;
  grid.rows = params.full_precision.rows;
  grid.cols = params.full_precision.cols;
  grid.stream_pes = grid.cols;
  grid.skip = Skip::dense;
  grid.issue = 1;
  return with_windows(grid, params);
}

std::uint64_t Mapping::all_tiles() const {
  std::uint64_t count = 0;
  for (const Band& band : bands) count += tiles(band);
  return count * blocks.size();
}

std::uint32_t Mapping::activation_words(std::uint32_t operands) const {
  return up(std::uint64_t{operands} * format.activation_bits(), activation_word_bits);
}

std::uint32_t Mapping::weight_words(std::uint32_t operands) const {
  return up(std::uint64_t{operands} * format.weight_bits(), weight_word_bits);
}

std::uint64_t Mapping::weight_words(const Piece& piece) const {
  std::uint64_t words = 0;
  for (std::uint32_t w = piece.first_window; w < piece.first_window + piece.windows; ++w) {
    words += weight_words(window_operands(w));
  }
  return words;
}

std::uint64_t Mapping::position_words(std::uint32_t all_channels, std::uint32_t bits) const {
  const auto words = [&](std::uint64_t operands) {
    return up(operands * bits, activation_word_bits);
  };
  const std::uint64_t full = all_channels / grid.window;
  return full * words(grid.window) + words(all_channels % grid.window);
}

std::uint64_t Mapping::packed_weight_bytes(const FilterBlock& block, const Piece& piece) const {
  const std::uint64_t per_word = packed_word_bits / format.weight_bits();
  return block.count * core::ceil_div(piece.operands, per_word) * (packed_word_bits / 8);
}

Mapping map_layer(const ConvShape& shape, const Params& params, const LayerFormat& format,
                  std::string& refusal) {
  Mapping mapping;
  mapping.shape = shape;
  mapping.format = format;
  mapping.grid = format.full_precision ? full_precision_grid(params) : main_grid(params);
  feed(mapping, params);
  mapping.blocks = cut_filters(shape, mapping.grid.cols);
  refusal.clear();
  cut_inputs(mapping, params, refusal);
  cut_weights(mapping, params, refusal);
  return mapping;
}

}  // namespace gossamer::arch::dlac
