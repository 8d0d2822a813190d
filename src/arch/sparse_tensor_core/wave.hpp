// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "arch/sparse_tensor_core/operand_map.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// What L2 has to serve when the simulated SM asks for a slab of its n-th tile: where one SM stands
/// for all, the slabs of the n-th tiles of all SMs that have one, since they run in step; else only
/// its own. Operands that several tiles share are listed once.
class Wave {
 public:
  /// `tiles`: the tiles that are served together, the simulated one first.
  Wave(const OperandMap& map, std::vector<std::uint32_t> tiles);

  const std::vector<std::uint32_t>& tiles() const { return tiles_; }
  /// Calls with every block of the slab, and those of the simulated tile first.
  template <class Call>
  void for_each_block(std::uint32_t slab, const Call& call) const {
    for (const auto& [at, uses] : rows_) call(map_.a_block(at.first, at.second, slab));
    for (const auto& [at, uses] : cols_) map_.for_each_b(at.first, at.second, slab, call);
  }
  /// Bytes to all SMs.
  std::uint64_t load_bytes(std::uint32_t slab) const;

 private:
  using Part = std::pair<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t>;

  static void count(std::vector<Part>& parts, std::uint32_t group, std::uint32_t number);

  const OperandMap& map_;
  std::vector<std::uint32_t> tiles_;
  std::vector<Part> rows_;  // (group, row of tiles), tiles
  std::vector<Part> cols_;
};

}  // namespace gossamer::arch::sparse_tensor_core
