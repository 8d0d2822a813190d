// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/bank_layout.hpp"

#include <algorithm>
#include <vector>

#include "core/ceil_div.hpp"

namespace gossamer::arch::sparse_tensor_core {

namespace {

constexpr std::uint32_t matrix_rows = 8;
constexpr std::uint32_t row_bytes = 16;  // of a matrix

}  // namespace

BankLayout::BankLayout(std::uint32_t bytes_per_edge, SharedLayout layout, std::uint32_t pitch)
    : groups_{std::max(1U, bytes_per_edge / row_bytes)},
      group_edges_{core::ceil_div(row_bytes, std::min(row_bytes, bytes_per_edge))},
      layout_{layout},
      pitch_{core::ceil_div(pitch, row_bytes)} {}

// Permuted, rows that would begin in the same banks are rotated against each other: by one group
// from row to row, or from line to line of the banks if several rows share a line.
std::uint32_t BankLayout::group(std::uint32_t row, std::uint32_t column) const {
  const std::uint32_t place = row * pitch_ + column;
  if (layout_ == SharedLayout::linear) return place % groups_;
  return (place + (pitch_ >= groups_ ? row : place / groups_)) % groups_;
}

std::uint64_t BankLayout::edges(std::uint32_t rows, std::uint32_t column,
                                std::uint32_t columns) const {
  const std::uint32_t at_once = std::max(matrix_rows, groups_);
  std::vector<std::uint32_t> uses(groups_);
  std::uint64_t edges = 0;
  std::uint32_t taken = 0;
  const auto finish = [&] {
    edges += *std::max_element(uses.begin(), uses.end());
    std::fill(uses.begin(), uses.end(), 0U);
    taken = 0;
  };
  for (std::uint32_t first = 0; first < rows; first += matrix_rows) {
    for (std::uint32_t c = column; c < column + columns; ++c) {
      for (std::uint32_t row = first; row < first + matrix_rows; ++row) ++uses[group(row, c)];
      taken += matrix_rows;
      if (taken >= at_once) finish();
    }
  }
  finish();
  return edges * group_edges_;
}

std::uint64_t fragment_edges(const Tile& tile, const Instruction& instruction, const SmParams& sm,
                             SharedLayout layout) {
  const std::uint32_t bits = numerics::mma::element_bits(instruction.type);
  const std::uint32_t steps = tile.k / instruction.k;
  const auto bytes = [&](std::uint32_t elements) { return elements * bits / 8; };
  const std::uint32_t a_columns = core::ceil_div(bytes(instruction.kept), row_bytes);
  const std::uint32_t b_columns = core::ceil_div(bytes(instruction.k), row_bytes);
  const BankLayout a{sm.shared_bytes_per_edge, layout, bytes(instruction.kept) * steps};
  const BankLayout b{sm.shared_bytes_per_edge, layout, bytes(tile.k)};
  std::uint64_t edges = 0;
  for (std::uint32_t step = 0; step < steps; ++step) {
    edges += a.edges(tile.warp_m(), step * a_columns, a_columns);
    edges += b.edges(tile.warp_n(), step * b_columns, b_columns);
  }
  const std::uint64_t values = std::uint64_t{tile.warp_m()} * bytes(instruction.kept) +
                               std::uint64_t{tile.warp_n()} * bytes(instruction.k);
  const std::uint64_t metadata = tile_bytes(tile, instruction).fragments - values;
  return core::ceil_div(edges, steps) + core::ceil_div(metadata, sm.shared_bytes_per_edge);
}

}  // namespace gossamer::arch::sparse_tensor_core
