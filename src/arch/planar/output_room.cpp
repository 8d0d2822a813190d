// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/output_room.hpp"

#include <algorithm>

namespace gossamer::arch::planar {

std::uint32_t owned_filters(const Grid& grid, std::uint32_t filters) {
  const std::uint32_t owners = grid.mapping == Mapping::channel ? grid.pes() : 1;
  return (filters + owners - 1) / owners;
}

std::uint64_t most_outputs(const std::vector<Tiling>& tiles, std::uint32_t filters) {
  std::uint64_t outputs = 0;
  for (const Tiling& tiling : tiles) {
    outputs += owned_filters(tiling.grid(), filters) * tiling.output(0).area();
  }
  return outputs;
}

std::uint32_t unwritten_steps(const std::vector<Tiling>& tiles, std::uint32_t kc,
                              std::uint32_t steps, std::uint64_t capacity) {
  std::uint64_t most = 1;
  for (const Tiling& tiling : tiles) {
    most = std::max(most, owned_filters(tiling.grid(), kc) * tiling.output(0).area());
  }
  return static_cast<std::uint32_t>(
      std::clamp<std::uint64_t>(capacity / most, 1, std::uint64_t{steps}));
}

}  // namespace gossamer::arch::planar
