// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gossamer::arch::planar {

/// What the PEs divide among themselves.
enum class Mapping {
  planar,   ///< the plane: each PE has a tile of all channels
  channel,  ///< the channels: PE p has the whole plane of input channels p, p + PEs, ...
  automatic,
};

inline const std::vector<std::string> mapping_names{"planar", "channel", "auto"};

/// What PEs do about outputs whose inputs lie in the tiles of several (planar mapping). Parashar et
/// al. (ISCA 2017, section III) name both and find them about equal in cost.
enum class Halo {
  outputs,  ///< inputs are divided; a PE's sums of outputs that it does not own go to their owners
  inputs,   ///< outputs are divided, and inputs with them; a PE reads its neighbours' as well
};

/// The PEs and what they divide.
struct Grid {
  std::uint32_t rows = 1;
  std::uint32_t cols = 1;
  Mapping mapping = Mapping::planar;
  Halo halo = Halo::outputs;

  std::uint32_t pes() const { return rows * cols; }
};

/// Whether a PE has a channel of its convolution group, counted from the group's first.
inline bool holds_channel(const Grid& grid, std::uint32_t pe, std::uint32_t channel_in_group) {
  return grid.mapping != Mapping::channel || channel_in_group % grid.pes() == pe;
}

}  // namespace gossamer::arch::planar
