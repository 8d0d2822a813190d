// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/input_supply.hpp"

#include <algorithm>
#include <utility>

namespace gossamer::arch::planar {

SuppliedInputs supply_inputs(const workload::Conv2d& conv, const Grid& grid,
                             const Division& division, const SupplyRules& rules) {
  const auto supply = [&](const Division& by) {
    auto tiles = time_tiles(conv, grid, by);
    InputBlocks blocks = rules.store(tiles);
    return SuppliedInputs{std::move(tiles), InputSupply::tiles, std::move(blocks)};
  };
  SuppliedInputs first = supply(division);
  if (first.blocks.most_stored() <= rules.capacity) {
    first.kind = InputSupply::resident;
    return first;
  }
  const std::uint64_t most = first.blocks.most_stored_in_a_tile();
  if (most <= rules.capacity) return first;
  std::optional<SuppliedInputs> found;
  const auto fits = [&](const Division& by) {
    SuppliedInputs supplied = supply(by);
    if (supplied.blocks.most_stored_in_a_tile() > rules.capacity) return false;
    found = std::move(supplied);
    return true;
  };
  // As many times more tiles as a memory is too small, at least.
  const auto fewest = static_cast<std::uint32_t>(division.tiles() *
                                                 std::max<std::uint64_t>(1, most / rules.capacity));
  if (rules.divide(fewest, fits)) return std::move(*found);
  first.kind = InputSupply::groups;
  return first;
}

}  // namespace gossamer::arch::planar
