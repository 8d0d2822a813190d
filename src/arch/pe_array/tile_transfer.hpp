// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "arch/pe_array/blocking.hpp"

namespace gossamer::arch::pe_array {

/// A tile from the global buffer to the buffers of some PEs.
struct TileTransfer {
  std::uint64_t bytes = 0;
  std::uint64_t words = 0;  ///< of the network
  std::uint64_t edges = 0;  ///< at least one
};

/// A tile takes the edges of its words on the network; more where vectors that are not full, or
/// those of few filters, come faster than the macros of the buffers take them: neighbouring words
/// lie side by side, all others behind them.
TileTransfer weight_transfer(const Blocking& blocking, const LanePass& pass, const Piece& piece,
                             const LayerFormats& formats, const Params& params);
TileTransfer input_transfer(const Blocking& blocking, std::size_t block, std::size_t piece,
                            const LayerFormats& formats, const Params& params);

}  // namespace gossamer::arch::pe_array
