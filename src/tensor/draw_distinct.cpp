// SPDX-License-Identifier: Apache-2.0
#include "tensor/draw_distinct.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <unordered_set>

namespace gossamer::tensor {

std::vector<std::size_t> draw_distinct(std::size_t total, std::size_t count,
                                       core::RandomStream& random) {
  if (total > std::uint64_t{1} << 32)
    throw std::length_error(fmt::format("a sample of {} elements; at most of 2^32", total));
  std::vector<std::size_t> drawn(std::min(total, count));
  std::iota(drawn.begin(), drawn.end(), total - drawn.size());
  if (drawn.size() == total) return drawn;
  std::unordered_set<std::size_t> seen;
  for (std::size_t& index : drawn) {
    const std::size_t candidate = random.below(index + 1);
    if (seen.count(candidate) == 0) index = candidate;
    seen.insert(index);
  }
  return drawn;
}

}  // namespace gossamer::tensor
