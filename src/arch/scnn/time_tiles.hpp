// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "arch/scnn/conv_layer.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/tiling.hpp"

namespace gossamer::arch::scnn {

/// Elements of a compressed block, at most: its count has 16 bits.
inline constexpr std::uint32_t most_block_elements = 65535;

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

/// Whether the accumulators take the sums of `kc` output channels under the hash, and the output
/// memory the outputs of one group, in every time tile.
bool sums_fit(const ConvLayer& layer, const Grid& grid, const Params& params, std::uint32_t kc,
              const Division& division);

/// The fewest time tiles, at least `fewest`, in which the sums fit and that `accepts`; of several
/// divisions into as many, the one whose busiest PEs have fewest inputs. Nothing if there is none
/// with an output for each PE, or none with a reasonable number of them.
std::optional<Division> fewest_time_tiles(
    const ConvLayer& layer, const Grid& grid, const Params& params, std::uint32_t kc,
    std::uint32_t fewest = 1,
    const std::function<bool(const Division&)>& accepts = [](const Division&) { return true; });

}  // namespace gossamer::arch::scnn
