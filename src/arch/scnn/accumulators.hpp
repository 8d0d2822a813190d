// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace gossamer::arch::scnn {

/// The two sets of accumulator banks of a PE: one takes products while the other is drained. Sums
/// are kept modulo 2^32, which is the same as modulo 2^24 once the upper bits are dropped at the
/// drain.
class Accumulators {
 public:
  /// `sums` partial sums in each set.
  explicit Accumulators(std::uint32_t sums) { sets_.fill(std::vector<std::uint32_t>(sums)); }

  /// The set that takes the products of an output-channel group.
  std::vector<std::uint32_t>& set(std::uint32_t group) { return sets_[group % 2]; }

 private:
  std::array<std::vector<std::uint32_t>, 2> sets_;
};

}  // namespace gossamer::arch::scnn
