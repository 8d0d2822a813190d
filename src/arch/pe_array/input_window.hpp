// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "arch/pe_array/blocking.hpp"

namespace gossamer::arch::pe_array {

/// Rows and columns of the plane that the outputs of a block need for a piece, ascending.
struct InputWindow {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> cols;

  std::size_t positions() const { return rows.size() * cols.size(); }
};

InputWindow input_window(const Blocking& blocking, const PixelBlock& block, const Piece& piece);

/// Where in the plane the inputs of a block's outputs lie, [tap of the piece][output]; -1: outside.
std::vector<std::int32_t> input_positions(const Blocking& blocking, const PixelBlock& block,
                                          const Piece& piece);

/// The same by their number in the window.
std::vector<std::int32_t> window_positions(const Blocking& blocking, const PixelBlock& block,
                                           const Piece& piece, const InputWindow& window);

}  // namespace gossamer::arch::pe_array
