// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace gossamer::arch::dcnn {

/// The two sets of sums of a PE: one is added to while the other is drained. Kept modulo 2^32,
/// which is the same as the hardware's modulo 2^24: the upper bits are dropped at the drain.
class Accumulators {
 public:
  explicit Accumulators(std::size_t sums) { sets_.fill(std::vector<std::uint32_t>(sums)); }

  /// The set of a step: [filter of the group][position].
  std::uint32_t* set(std::uint32_t step) { return sets_[step % 2].data(); }
  const std::uint32_t* set(std::uint32_t step) const { return sets_[step % 2].data(); }

  /// Sets all sums of a step to zero.
  void clear(std::uint32_t step) { std::fill(sets_[step % 2].begin(), sets_[step % 2].end(), 0U); }

 private:
  std::array<std::vector<std::uint32_t>, 2> sets_;
};

}  // namespace gossamer::arch::dcnn
