// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "sweep/definition.hpp"

namespace gossamer::sweep {

/// How many combinations the axes have, or `limit` if they are more.
std::size_t grid_size(const std::vector<Axis>& axes, std::size_t limit);

/// Combination `index` of the grid; the last axis runs fastest.
std::vector<Value> grid_values(const std::vector<Axis>& axes, std::size_t index);

/// Draws values, an entry for each sample with an entry for each axis. `random`: all independent.
/// `latin_hypercube`: of n samples each lies in another n-th of each axis (McKay, Beckman, Conover,
/// Technometrics 21(2), 1979). An axis is drawn by the seed and its path alone, so that another
/// axis more or less changes nothing, and bases that share a parameter see the same values.
std::vector<std::vector<Value>> draw_samples(const std::vector<Axis>& axes, Sampling sampling,
                                             std::uint32_t samples, std::uint64_t seed);

}  // namespace gossamer::sweep
