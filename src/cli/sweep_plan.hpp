// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
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

/// The same with every point and the digest of its result.
PlannedSweep plan_sweep(const std::string& file, sweep::Prices& prices,
                        const std::filesystem::path& data);

}  // namespace gossamer::cli
