// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace gossamer::core {

/// What a multiplier-cycle was worth.
enum class SlotClass {
  useful,   ///< an effectual product
  wasted,   ///< the multiplier worked for nothing: zeros, padding, further passes
  empty,    ///< there was nothing for it to do
  uneven,   ///< it was done, or held up, while others still had work
  waiting,  ///< there was work for it, and something was in the way
};

inline constexpr std::array<std::string_view, 5> slot_class_names{"useful", "wasted", "empty",
                                                                  "uneven", "waiting"};

constexpr std::string_view name_of(SlotClass what) {
  return slot_class_names[static_cast<std::size_t>(what)];
}

/// One of the reasons that a machine books its multiplier-cycles under.
struct SlotReason {
  std::string_view name;  ///< the key in `slots` of report.json
  SlotClass what;
  std::string_view phrase;  ///< completes "38 %", or "waits 38 %" where the class is `waiting`
  std::string_view text;    ///< the definition, a sentence on what the multiplier did
  /// Of hardware that the layer could not have used: no loss that anything but another machine
  /// mends.
  bool unavoidable = false;
};

using SlotReasons = std::vector<SlotReason>;

template <std::size_t reasons>
constexpr std::array<std::string_view, reasons> slot_names(
    const std::array<SlotReason, reasons>& table) {
  std::array<std::string_view, reasons> names{};
  for (std::size_t i = 0; i < reasons; ++i) names[i] = table[i].name;
  return names;
}

}  // namespace gossamer::core
