// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace gossamer::core {

/// The cycles of a layer that a recording holds: from `from` to before `to`, of every `every`
/// cycles the first `length`.
struct TimeWindows {
  static constexpr std::uint64_t end_of_layer = std::numeric_limits<std::uint64_t>::max();

  std::uint64_t from = 0;
  std::uint64_t to = end_of_layer;
  std::uint64_t every = 1;   ///< a power of two
  std::uint64_t length = 1;  ///< at most `every`; 0 for no cycle at all

  bool holds(std::uint64_t cycle) const {
    return cycle >= from && cycle < to && (cycle - from) % every < length;
  }
  /// Every cycle between the bounds.
  bool whole() const { return length == every; }
  /// The first cycle that is held, not before `cycle`; end_of_layer if there is none.
  std::uint64_t first_held(std::uint64_t cycle) const {
    if (cycle < from) cycle = from;
    if ((cycle - from) % every >= length) cycle = next_start(cycle + 1);
    return cycle < to && length > 0 ? cycle : end_of_layer;
  }
  /// The first window that begins at or behind `cycle`; end_of_layer if there is none.
  std::uint64_t next_start(std::uint64_t cycle) const {
    if (cycle < from) cycle = from;
    const std::uint64_t windows = (cycle - from) / every + ((cycle - from) % every != 0 ? 1 : 0);
    if (windows > (end_of_layer - from) / every) return end_of_layer;
    const std::uint64_t start = from + windows * every;
    return start < to && length > 0 ? start : end_of_layer;
  }
  /// The end of the window that holds `cycle`.
  std::uint64_t end_of_window(std::uint64_t cycle) const {
    if (whole()) return to;
    return std::min(to, from + (cycle - from) / every * every + length);
  }
  /// Cycles held, and windows begun, of a layer of `cycles` cycles.
  std::uint64_t held(std::uint64_t cycles) const {
    const std::uint64_t end = std::min(to, cycles);
    if (end <= from) return 0;
    const std::uint64_t span = end - from;
    return span / every * length + std::min(span % every, length);
  }
  std::uint64_t count(std::uint64_t cycles) const {
    if (held(cycles) == 0) return 0;
    return whole() ? 1 : (std::min(to, cycles) - from + every - 1) / every;
  }
};

inline bool operator==(const TimeWindows& a, const TimeWindows& b) {
  return a.from == b.from && a.to == b.to && a.every == b.every && a.length == b.length;
}

}  // namespace gossamer::core
