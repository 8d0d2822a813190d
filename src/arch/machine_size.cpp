// SPDX-License-Identifier: Apache-2.0
#include "arch/machine_size.hpp"

#include <algorithm>
#include <map>

namespace gossamer::arch {

std::vector<MachineSize> counted_sizes(const std::string& path, std::uint32_t largest,
                                       std::uint32_t step) {
  std::vector<MachineSize> sizes;
  for (std::uint64_t pes = step; pes <= largest; pes += step) {
    sizes.push_back({pes, {{path, std::to_string(pes)}}});
  }
  return sizes;
}

std::vector<MachineSize> grid_sizes(const std::string& rows_path, const std::string& cols_path,
                                    std::uint32_t largest, std::uint32_t least_cols) {
  std::map<std::uint64_t, MachineSize> by_pes;
  for (std::uint32_t rows = 1; rows <= largest; ++rows) {
    const std::uint32_t most = std::min(largest, 2 * rows);
    for (std::uint32_t cols = std::max(rows, least_cols); cols <= most; ++cols) {
      // More rows come later, and of grids with as many PEs they are the nearer to a square.
      const std::uint64_t pes = std::uint64_t{rows} * cols;
      by_pes[pes] = {pes, {{rows_path, std::to_string(rows)}, {cols_path, std::to_string(cols)}}};
    }
  }
  std::vector<MachineSize> sizes;
  for (auto& [pes, size] : by_pes) sizes.push_back(std::move(size));
  return sizes;
}

}  // namespace gossamer::arch
