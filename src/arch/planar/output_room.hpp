// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/planar/tiling.hpp"

namespace gossamer::arch::planar {

/// Of `filters` output channels, those whose outputs the PE that has most owns.
std::uint32_t owned_filters(const Grid& grid, std::uint32_t filters);

/// Outputs of all filters, of the PE that has most, over all time tiles.
std::uint64_t most_outputs(const std::vector<Tiling>& tiles, std::uint32_t filters);

/// Steps of `kc` output channels each, of `steps`, whose outputs fit an output memory together,
/// were they all dense; at least one. capacity: values in the output memory of a PE.
std::uint32_t unwritten_steps(const std::vector<Tiling>& tiles, std::uint32_t kc,
                              std::uint32_t steps, std::uint64_t capacity);

}  // namespace gossamer::arch::planar
