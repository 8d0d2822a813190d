// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "arch/scnn/tiling.hpp"

namespace gossamer::arch::scnn {

/// The two sets of accumulator banks of a PE: one takes products while the other is drained.
///
/// Here a set keeps one sum per filter tap and activation position; read() adds those that share an
/// output, which the hardware does product by product in the entry of that output. Sums are kept
/// modulo 2^32. Both are the same as the hardware's modulo 2^24, since addition is associative and
/// the upper bits are dropped at the drain, and let products be added in vectors.
class Accumulators {
 public:
  /// For a PE with the inputs `tile` and at most `filters` output channels at a time.
  Accumulators(const Tiling& tiling, const Rect& tile, std::uint32_t filters);

  /// The set that takes the products of an output-channel group: [filter][row][column of the
  /// filter][position in the tile, padded].
  std::uint32_t* set(std::uint32_t group) { return sets_[group % 2].data(); }

  /// The sums of a group over the PE's footprint: [filter][height][width].
  std::vector<std::uint32_t> read(std::uint32_t group, std::uint32_t filters) const;

  /// Sets all sums of a group to zero.
  void clear(std::uint32_t group);

  /// Sums per filter tap: the tile's positions, in whole vectors if there are enough of them.
  std::uint32_t stride() const { return stride_; }
  static std::uint32_t stride_of(const Rect& tile);

 private:
  const Tiling& tiling_;
  Rect tile_;
  std::uint32_t stride_;
  std::array<std::vector<std::uint32_t>, 2> sets_;
};

}  // namespace gossamer::arch::scnn
