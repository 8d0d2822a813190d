// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "arch/scnn/phases.hpp"
#include "arch/scnn/shared_names.hpp"

namespace gossamer::arch::scnn {

/// The two sets of accumulator banks of a PE: one takes products while the other is drained.
///
/// Here a set keeps one sum per filter tap and activation position; read() adds those that share an
/// output, which the hardware does product by product in the entry of that output. Sums are kept
/// modulo 2^32. Both are the same as the hardware's modulo 2^24, since addition is associative and
/// the upper bits are dropped at the drain, and let products be added in vectors.
class Accumulators {
 public:
  /// For at most `filters` output channels at a time and tiles of at most `stride` positions.
  Accumulators(const Phases& phases, std::uint32_t stride, std::uint32_t filters);

  /// The set that takes the products of a step: [filter][row][column of the filter][position in the
  /// tile of the tap's phase, padded to the stride].
  std::uint32_t* set(std::uint32_t step) { return sets_[step % 2].data(); }

  /// The sums of a step over the PE's footprint: [filter][height][width]. `tile`: the inputs of the
  /// PE in that step.
  std::vector<std::uint32_t> read(std::uint32_t step, std::uint32_t filters, const Rect& tile,
                                  const FootprintSize& footprint) const;

  /// Sets all sums of a step to zero.
  void clear(std::uint32_t step);

  /// Sums per filter tap.
  std::uint32_t stride() const { return stride_; }

  /// Positions of the largest tile that a phase has in `tile`, padded.
  static std::uint32_t stride_of(const Phases& phases, const Rect& tile);

 private:
  void add_phase(std::uint32_t phase, const Rect& tile, const FootprintSize& footprint,
                 const std::uint32_t* taps, std::uint32_t* sums) const;

  const Phases& phases_;
  std::uint32_t stride_;
  std::array<std::vector<std::uint32_t>, 2> sets_;
};

}  // namespace gossamer::arch::scnn
