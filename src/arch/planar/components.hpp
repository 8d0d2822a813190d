// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/component.hpp"

namespace gossamer::arch::planar {

/// Bits of a sum, before the post-processing cuts it to a value (Parashar et al., ISCA 2017,
/// table 2).
inline constexpr double sum_bits = 24;

/// A FIFO of latches in each PE, read and written a vector at a time.
core::Component weight_fifo(std::uint64_t pes, std::uint32_t entries, double vector_bits);

/// What the post-processing of a PE does to a sum: subtract, ReLU and shift, saturate, and count
/// the zeros in between (`run_bits`; none at 0); a lane per sum and edge.
struct PostProcessing {
  std::uint32_t lanes = 0;
  double value_bits = 0;
  double run_bits = 0;
};
core::Component post_processing(std::uint64_t pes, const PostProcessing& of);

/// Links of a PE to its eight neighbours, `values` wide; a value passes one hop at a time, a
/// register and the pitch of a PE.
core::Component halo_links(std::uint64_t pes, std::uint32_t values, double value_bits);

/// Vectors to all PEs (`transfer`): a spine along one side of the grid and a row of wires per row
/// of PEs, a register per PE pitch; `lanes` vectors at a time. A vector between DRAM and one PE
/// (`deliver`) uses its part of the spine and of one row, half of each on average; the others stay
/// still.
core::Component broadcast(std::uint32_t rows, std::uint32_t cols, std::uint32_t lanes,
                          double vector_bits);

}  // namespace gossamer::arch::planar
