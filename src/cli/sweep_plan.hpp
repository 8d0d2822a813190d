// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sweep/points.hpp"
#include "sweep/prices.hpp"
#include "sweep/store.hpp"

namespace gossamer::cli {

/// A sweep with its points, and those that are refused without a simulation.
struct PlannedSweep {
  sweep::Sweep definition;
  sweep::Points points;
  sweep::Plan plan;
  std::vector<sweep::StoredResult> refusals;
};

/// Reads a sweep file; names in it are files beside it or in the shipped `data`. Throws like
/// sweep::read_sweep.
sweep::Sweep read_sweep(const std::string& file, const std::filesystem::path& data);

/// The same with its points, and a plan of those whose number is chosen: only these are configured,
/// and get the digest of their result. Throws ConfigError if there are points and none is chosen.
PlannedSweep plan_sweep(const std::string& file, sweep::Prices& prices,
                        const std::filesystem::path& data,
                        const std::function<bool(std::size_t number)>& is_chosen);

}  // namespace gossamer::cli
