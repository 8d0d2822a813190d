// SPDX-License-Identifier: Apache-2.0
#include "arch/sparse_tensor_core/wave.hpp"

#include <algorithm>

namespace gossamer::arch::sparse_tensor_core {

Wave::Wave(const OperandMap& map, std::vector<std::uint32_t> tiles)
    : map_{map}, tiles_{std::move(tiles)} {
  for (const std::uint32_t tile : tiles_) {
    const TilePlace place = map.plan().place(tile);
    count(rows_, place.group, place.row);
    count(cols_, place.group, place.col);
  }
}

void Wave::count(std::vector<Part>& parts, std::uint32_t group, std::uint32_t number) {
  const std::pair<std::uint32_t, std::uint32_t> at{group, number};
  const auto known =
      std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.first == at; });
  if (known == parts.end()) {
    parts.push_back({at, 1});
  } else {
    ++known->second;
  }
}

std::uint64_t Wave::load_bytes(std::uint32_t slab) const {
  const GemmPlan& plan = map_.plan();
  const std::uint64_t bits = numerics::mma::element_bits(plan.instruction().type);
  std::uint64_t bytes = 0;
  for (const auto& [at, uses] : rows_) {
    bytes += uses * std::uint64_t{map_.blocks()[map_.a_block(at.first, at.second, slab)].bytes};
  }
  for (const auto& [at, uses] : cols_) {
    const std::uint64_t b_bits = std::uint64_t{plan.k_in(slab)} * plan.cols_in(at.second) * bits;
    bytes += uses * ((b_bits + 7) / 8);
  }
  return bytes;
}

}  // namespace gossamer::arch::sparse_tensor_core
