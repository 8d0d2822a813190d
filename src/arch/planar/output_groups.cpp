// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/output_groups.hpp"

#include <algorithm>

namespace gossamer::arch::planar {

std::vector<OutputGroup> output_groups(const workload::Conv2d& conv, std::uint32_t slices_per_group,
                                       std::uint32_t kc) {
  const std::uint32_t filters = conv.filters / conv.groups;
  std::vector<OutputGroup> groups;
  for (std::uint32_t g = 0; g < conv.groups; ++g) {
    for (std::uint32_t k = 0; k < filters; k += kc) {
      const bool last = k + kc >= filters;
      groups.push_back({g * slices_per_group, g * filters + k, std::min(kc, filters - k), last});
    }
  }
  return groups;
}

}  // namespace gossamer::arch::planar
