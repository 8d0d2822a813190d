// SPDX-License-Identifier: Apache-2.0
#include "workload/output_constant.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace gossamer::workload {

std::int32_t output_constant(std::vector<std::int32_t> sums, double density,
                             unsigned output_shift) {
  // A sum is kept if it is at least c + 2^output_shift: between two neighbouring sums c changes
  // nothing.
  std::sort(sums.begin(), sums.end());
  const std::int64_t step = std::int64_t{1} << output_shift;
  const double wanted = density * static_cast<double>(sums.size());
  std::int64_t best = 0;
  auto best_rank = std::tuple(std::numeric_limits<double>::infinity(), std::int64_t{0});
  for (std::size_t dropped = 0; dropped <= sums.size(); ++dropped) {
    std::int64_t low = std::numeric_limits<std::int32_t>::min();
    std::int64_t high = std::numeric_limits<std::int32_t>::max();
    if (dropped > 0) low = sums[dropped - 1] + 1 - step;
    if (dropped < sums.size()) high = sums[dropped] - step;
    if (low > high) continue;
    const std::int64_t c = std::clamp(std::int64_t{0}, low, high);
    const auto kept = static_cast<double>(sums.size() - dropped);
    const auto rank = std::tuple(std::fabs(kept - wanted), std::abs(c));
    if (rank >= best_rank) continue;
    best_rank = rank;
    best = c;
  }
  return static_cast<std::int32_t>(best);
}

}  // namespace gossamer::workload
