// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/parameter_reader.hpp"

namespace gossamer::arch {

/// A size that a machine can have: its number of processing elements, and the parameters that make
/// it so. All others stay as they are.
struct MachineSize {
  std::uint64_t pes = 0;
  std::vector<core::Override> parameters;
};

/// Sizes of a machine whose PEs are counted by one parameter: the multiples of `step` up to
/// `largest`.
std::vector<MachineSize> counted_sizes(const std::string& path, std::uint32_t largest,
                                       std::uint32_t step = 1);

/// Sizes of a grid of PEs with sides from 1 to `largest`, at least `least_cols` columns, and no
/// more than twice as many columns as rows; of several grids with as many PEs the one nearest to a
/// square. From the smallest to the largest.
std::vector<MachineSize> grid_sizes(const std::string& rows_path, const std::string& cols_path,
                                    std::uint32_t largest, std::uint32_t least_cols = 1);

}  // namespace gossamer::arch
