// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/slot_reason.hpp"

namespace gossamer::arch {

/// A machine's table of reasons, as Family hands it on.
template <const auto& table>
core::SlotReasons reasons_of() {
  return {table.begin(), table.end()};
}

/// Multiplier-cycles by what they were spent on. `Slot` enumerates a machine's reasons from 0 on.
template <class Slot, std::size_t reasons>
class SlotCounts {
 public:
  void add(Slot slot, std::uint64_t multiplier_cycles) {
    counts_[static_cast<std::size_t>(slot)] += multiplier_cycles;
  }
  std::uint64_t of(Slot slot) const { return counts_[static_cast<std::size_t>(slot)]; }
  const std::array<std::uint64_t, reasons>& all() const { return counts_; }

  SlotCounts& operator+=(const SlotCounts& other) {
    for (std::size_t i = 0; i < reasons; ++i) counts_[i] += other.counts_[i];
    return *this;
  }

 private:
  std::array<std::uint64_t, reasons> counts_{};
};

}  // namespace gossamer::arch
