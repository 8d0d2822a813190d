// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "arch/planar/time_tiles.hpp"
#include "arch/scnn/conv_layer.hpp"
#include "arch/scnn/parameters.hpp"

namespace gossamer::arch::scnn {

/// Whether the accumulators take the sums of `kc` output channels under the hash, and the output
/// memory the outputs of one group, in every time tile.
bool sums_fit(const ConvLayer& layer, const Grid& grid, const Params& params, std::uint32_t kc,
              const Division& division);

/// The fewest time tiles, at least `fewest`, in which the sums fit and that `accepts`, as
/// planar::fewest_time_tiles finds them.
std::optional<Division> fewest_time_tiles(
    const ConvLayer& layer, const Grid& grid, const Params& params, std::uint32_t kc,
    std::uint32_t fewest = 1,
    const std::function<bool(const Division&)>& accepts = [](const Division&) { return true; });

}  // namespace gossamer::arch::scnn
