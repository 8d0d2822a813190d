// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/sparse_tensor_core/tile.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// Where the rows of a slab lie in the banks of shared memory. A row is `pitch` bytes of k; an
/// edge takes one word of 4 bytes of each bank. `ldmatrix` reads matrices of 8 rows of 16 bytes
/// (PTX ISA), and rows in the same banks follow one another.
class BankLayout {
 public:
  BankLayout(std::uint32_t bytes_per_edge, SharedLayout layout, std::uint32_t pitch);

  /// Edges for `rows` rows (a multiple of 8) of the 16 bytes number `column` and the
  /// `columns` - 1 behind them.
  std::uint64_t edges(std::uint32_t rows, std::uint32_t column, std::uint32_t columns) const;

 private:
  std::uint32_t group(std::uint32_t row, std::uint32_t column) const;

  std::uint32_t groups_;       // of banks that hold 16 bytes
  std::uint32_t group_edges_;  // for 16 bytes
  SharedLayout layout_;
  std::uint32_t pitch_;  // in units of 16 bytes
};

/// Edges in which the banks deliver the fragments of a step of a warp: the mean over the steps of a
/// slab, rounded up. Metadata lie as they are read (CUTLASS reorders them).
std::uint64_t fragment_edges(const Tile& tile, const Instruction& instruction, const SmParams& sm,
                             SharedLayout layout);

}  // namespace gossamer::arch::sparse_tensor_core
