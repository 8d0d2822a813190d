// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "arch/scnn/shared_names.hpp"

namespace gossamer::arch::scnn {

/// The eight links of a PE: north-west, north, north-east, west, east, south-west, south,
/// south-east.
inline constexpr std::uint32_t link_count = 8;

/// The link that a message for PE `to` leaves PE `from` by: one step towards it in both directions.
std::uint32_t link_towards(std::uint32_t from, std::uint32_t to, std::uint32_t cols);

/// The PE at the other end of a link, or nothing at the edge of the grid.
std::optional<std::uint32_t> neighbour(std::uint32_t pe, std::uint32_t link, std::uint32_t rows,
                                       std::uint32_t cols);

/// Incomplete sums that a PE holds for another.
struct HaloRegion {
  std::uint32_t owner = 0;
  Rect outputs;  ///< in output coordinates
};

/// Which sums travel at the end of every output-channel group. A region whose owner is no neighbour
/// is passed on by the PEs on the way, whole, one link per hop.
struct HaloPlan {
  std::vector<std::vector<HaloRegion>> sends;  ///< per PE, in the order of sending
  std::vector<std::uint32_t>
      arrivals;  ///< per PE: messages that come in, to stay or to be passed on
};

HaloPlan plan_halos(const Tiling& tiling);

}  // namespace gossamer::arch::scnn
