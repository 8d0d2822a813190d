// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/component.hpp"
#include "memory/dram.hpp"

namespace gossamer::arch::planar {

/// Bits of a sum, before the post-processing cuts it to a value (Parashar et al., ISCA 2017,
/// table 2).
inline constexpr double sum_bits = 24;
/// From one PE to the next: the side of a PE of 0.123 mm2 (the same, table 3), for all machines
/// of planes, so that they are compared with the same wires.
inline constexpr double pitch_mm = 0.35;

/// Bits that tell `choices` things apart.
double address_bits(std::uint32_t choices);

/// A memory macro with one port and one bank. Its reads and writes count what takes `accesses`
/// words of `width_bits`.
core::Component sram(std::string path, std::uint64_t instances, std::uint32_t kib,
                     double width_bits, double accesses);

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

/// State machines, counters and clock of a PE. Not counted.
core::Component control(std::uint64_t pes);

/// Vectors to all PEs (`transfer`): a spine along one side of the grid and a row of wires per row
/// of PEs, a register per PE pitch; `lanes` vectors at a time. A vector between DRAM and one PE
/// (`deliver`) uses its part of the spine and of one row, half of each on average; the others stay
/// still.
core::Component broadcast(std::uint32_t rows, std::uint32_t cols, std::uint32_t lanes,
                          double vector_bits);

/// The requests under way; they are not counted one by one.
core::Component dram_requests(const memory::Dram::Params& params);

/// The memory outside the chip; its counters count bytes.
core::Component dram(const memory::Dram::Params& params);

}  // namespace gossamer::arch::planar
