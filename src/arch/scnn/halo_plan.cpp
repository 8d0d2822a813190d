// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/halo_plan.hpp"

#include <array>

namespace gossamer::arch::scnn {

namespace {

struct Step {
  std::int32_t dy;
  std::int32_t dx;
};
constexpr std::array<Step, link_count> steps{
    {{-1, -1}, {-1, 0}, {-1, 1}, {0, -1}, {0, 1}, {1, -1}, {1, 0}, {1, 1}}};

std::int32_t sign(std::int32_t value) {
  return (value > 0 ? 1 : 0) - (value < 0 ? 1 : 0);
}

std::vector<HaloRegion> regions_of(const Tiling& tiling, std::uint32_t pe) {
  std::vector<HaloRegion> regions;
  const Rect reach = intersect(tiling.reach(pe), tiling.outputs());
  if (reach.empty()) return regions;
  for (std::uint32_t owner = 0; owner < tiling.pes(); ++owner) {
    if (owner == pe) continue;
    const Rect outputs = intersect(reach, tiling.output(owner));
    if (!outputs.empty()) regions.push_back({owner, outputs});
  }
  return regions;
}

}  // namespace

std::uint32_t link_towards(std::uint32_t from, std::uint32_t to, std::uint32_t cols) {
  const auto coordinate = [](std::uint32_t value) { return static_cast<std::int32_t>(value); };
  const std::int32_t dy = sign(coordinate(to / cols) - coordinate(from / cols));
  const std::int32_t dx = sign(coordinate(to % cols) - coordinate(from % cols));
  std::uint32_t link = 0;
  while (steps[link].dy != dy || steps[link].dx != dx) ++link;
  return link;
}

std::optional<std::uint32_t> neighbour(std::uint32_t pe, std::uint32_t link, std::uint32_t rows,
                                       std::uint32_t cols) {
  const std::int32_t y = static_cast<std::int32_t>(pe / cols) + steps[link].dy;
  const std::int32_t x = static_cast<std::int32_t>(pe % cols) + steps[link].dx;
  if (y < 0 || x < 0 || y >= static_cast<std::int32_t>(rows) ||
      x >= static_cast<std::int32_t>(cols)) {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(y) * cols + static_cast<std::uint32_t>(x);
}

HaloPlan plan_halos(const Tiling& tiling) {
  HaloPlan plan;
  plan.sends.resize(tiling.pes());
  plan.arrivals.resize(tiling.pes());
  if (tiling.grid().mapping == Mapping::channel) return plan;  // sums are reduced instead
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    plan.sends[pe] = regions_of(tiling, pe);
    for (const HaloRegion& region : plan.sends[pe]) {
      std::uint32_t at = pe;
      while (at != region.owner) {
        at = *neighbour(at, link_towards(at, region.owner, tiling.cols()), tiling.rows(),
                        tiling.cols());
        ++plan.arrivals[at];
      }
    }
  }
  return plan;
}

}  // namespace gossamer::arch::scnn
