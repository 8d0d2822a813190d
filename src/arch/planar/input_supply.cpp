// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/input_supply.hpp"

#include <algorithm>
#include <utility>

namespace gossamer::arch::planar {

namespace {

/// A division and what a PE stores under it. Blocks are made only if they have to be.
class Candidate {
 public:
  Candidate(std::vector<Tiling> tiles, const SupplyRules& rules)
      : rules_{rules}, tiles_{std::move(tiles)} {
    if (rules.measure) {
      stored_ = rules.measure(tiles_);
      return;
    }
    blocks_.emplace(rules.store(tiles_));
    stored_ = {blocks_->most_stored(), blocks_->most_stored_in_a_tile()};
  }

  const MostStored& stored() const { return stored_; }
  /// Uses the candidate up.
  SuppliedInputs supply(InputSupply kind) {
    if (!blocks_) blocks_.emplace(rules_.store(tiles_));
    return {std::move(tiles_), kind, std::move(*blocks_)};
  }

 private:
  const SupplyRules& rules_;
  std::vector<Tiling> tiles_;
  std::optional<InputBlocks> blocks_;
  MostStored stored_;
};

}  // namespace

MostStored most_stored(const std::vector<Tiling>& tiles, std::uint32_t channels) {
  MostStored most;
  std::vector<std::uint64_t> of_pe(tiles.front().pes());
  for (const Tiling& tiling : tiles) {
    for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
      const std::uint64_t stored = channels * tiling.input(pe).area();
      of_pe[pe] += stored;
      most.in_a_tile = std::max(most.in_a_tile, stored);
    }
  }
  most.in_all = *std::max_element(of_pe.begin(), of_pe.end());
  return most;
}

SuppliedInputs supply_inputs(const workload::Conv2d& conv, const Grid& grid,
                             const Division& division, const SupplyRules& rules) {
  Candidate first{time_tiles(conv, grid, division), rules};
  if (first.stored().in_all <= rules.capacity) return first.supply(InputSupply::resident);
  const std::uint64_t most = first.stored().in_a_tile;
  if (most <= rules.capacity) return first.supply(InputSupply::tiles);
  std::optional<Candidate> found;
  const auto fits = [&](const Division& by) {
    Candidate candidate{time_tiles(conv, grid, by), rules};
    if (candidate.stored().in_a_tile > rules.capacity) return false;
    found.emplace(std::move(candidate));
    return true;
  };
  // As many times more tiles as a memory is too small, at least.
  const auto fewest = static_cast<std::uint32_t>(division.tiles() *
                                                 std::max<std::uint64_t>(1, most / rules.capacity));
  if (rules.divide(fewest, fits)) return found->supply(InputSupply::tiles);
  return first.supply(InputSupply::groups);
}

}  // namespace gossamer::arch::planar
