// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "arch/planar/grid.hpp"
#include "arch/planar/tiling.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::planar {

/// Time tiles of a layer, at most.
inline constexpr std::uint32_t most_time_tiles = 65536;

/// The output plane cut into rows x cols parts that are worked on one after the other.
struct Division {
  std::uint32_t rows = 1;
  std::uint32_t cols = 1;

  std::uint32_t tiles() const { return rows * cols; }
};

/// The time tiles of a division, row by row, with footprints of one size.
std::vector<Tiling> time_tiles(const workload::Conv2d& conv, const Grid& grid,
                               const Division& division);

/// What a PE has room for.
struct Room {
  std::uint64_t sums = 0;     ///< in one set of accumulators
  std::uint64_t outputs = 0;  ///< in the output memory
};

/// Whether the accumulators take the sums of `kc` output channels, and the output memory the
/// outputs of one group, in a time tile.
bool sums_fit(const Tiling& tiling, std::uint32_t kc, const Room& room);

/// What a cut of the plane must satisfy.
struct Cut {
  std::uint32_t kc = 1;  ///< output channels whose sums a PE keeps at a time
  Room room;
  std::uint32_t fewest = 1;  ///< time tiles, at least
  /// Asked last, and only of divisions that are better than those accepted before. It must refuse
  /// those in which the sums do not fit.
  std::function<bool(const Division&)> accepts;
  std::uint32_t most = most_time_tiles;  ///< time tiles, at most
};

/// The division into fewest time tiles that `accepts`; of several into as many, the one whose
/// busiest PEs have fewest inputs. Nothing if there is none with an output for each PE, or none
/// with a reasonable number of them.
std::optional<Division> fewest_time_tiles(const workload::Conv2d& conv, const Grid& grid,
                                          const Cut& cut);

}  // namespace gossamer::arch::planar
