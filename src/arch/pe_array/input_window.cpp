// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/input_window.hpp"

#include <algorithm>

namespace gossamer::arch::pe_array {

namespace {

constexpr std::int32_t outside = -1;

/// Coordinates along an axis, [tap][output].
template <class Number>
std::vector<std::int32_t> coordinates(std::uint32_t first, std::uint32_t outputs,
                                      std::size_t first_tap, std::size_t taps, std::size_t stride,
                                      std::size_t dilation, std::size_t pad, std::size_t extent,
                                      Number number) {
  std::vector<std::int32_t> result;
  result.reserve(taps * outputs);
  for (std::size_t tap = first_tap; tap < first_tap + taps; ++tap) {
    for (std::size_t out = first; out < std::size_t{first} + outputs; ++out) {
      const std::size_t at = out * stride + tap * dilation - pad;
      result.push_back(at < extent ? number(at) : outside);  // else wrapped around below 0
    }
  }
  return result;
}

/// Of the outputs of a block, with rows numbered by `row` and `pitch` numbers from one to the next.
template <class Row, class Col>
std::vector<std::int32_t> positions(const Blocking& blocking, const PixelBlock& block,
                                    const Piece& piece, std::int32_t pitch, Row row, Col col) {
  const ConvShape& shape = blocking.shape;
  const auto y = coordinates(block.first_row, block.rows, piece.first_row, piece.rows,
                             shape.stride_y, shape.dilation_y, shape.pad_top, shape.height, row);
  const auto x = coordinates(block.first_col, block.cols, 0, shape.filter_width, shape.stride_x,
                             shape.dilation_x, shape.pad_left, shape.width, col);
  std::vector<std::int32_t> result;
  result.reserve(y.size() * x.size());
  for (std::size_t r = 0; r < y.size(); r += block.rows) {
    for (std::size_t s = 0; s < x.size(); s += block.cols) {
      for (std::size_t p = r; p < r + block.rows; ++p) {
        for (std::size_t q = s; q < s + block.cols; ++q) {
          result.push_back(y[p] < 0 || x[q] < 0 ? outside : y[p] * pitch + x[q]);
        }
      }
    }
  }
  return result;
}

}  // namespace

InputWindow input_window(const Blocking& blocking, const PixelBlock& block, const Piece& piece) {
  const ConvShape& shape = blocking.shape;
  return {touched(block.first_row, block.rows, piece.first_row, piece.rows, shape.stride_y,
                  shape.dilation_y, shape.pad_top, shape.height),
          touched(block.first_col, block.cols, 0, shape.filter_width, shape.stride_x,
                  shape.dilation_x, shape.pad_left, shape.width)};
}

std::vector<std::int32_t> input_positions(const Blocking& blocking, const PixelBlock& block,
                                          const Piece& piece) {
  const auto same = [](std::size_t at) { return static_cast<std::int32_t>(at); };
  return positions(blocking, block, piece, static_cast<std::int32_t>(blocking.shape.width), same,
                   same);
}

std::vector<std::int32_t> window_positions(const Blocking& blocking, const PixelBlock& block,
                                           const Piece& piece, const InputWindow& window) {
  const auto numbered = [](const std::vector<std::uint32_t>& among) {
    return [&among](std::size_t at) {
      return static_cast<std::int32_t>(std::lower_bound(among.begin(), among.end(), at) -
                                       among.begin());
    };
  };
  return positions(blocking, block, piece, static_cast<std::int32_t>(window.cols.size()),
                   numbered(window.rows), numbered(window.cols));
}

}  // namespace gossamer::arch::pe_array
