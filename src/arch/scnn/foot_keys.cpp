// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/foot_keys.hpp"

#include <algorithm>

namespace gossamer::arch::scnn {

namespace {

/// First and last tap t with 0 <= position + pad - t < outputs.
std::pair<int, int> taps_inside(std::int32_t position, std::uint32_t pad, std::uint32_t taps,
                                std::uint32_t outputs) {
  const int top = position + static_cast<int>(pad);
  return {std::max(0, top - static_cast<int>(outputs) + 1),
          std::min(static_cast<int>(taps) - 1, top)};
}

}  // namespace

FootKeys::FootKeys(const workload::Conv2d& conv, std::uint32_t footprint_width)
    : conv_{conv}, footprint_width_{footprint_width} {}

std::uint32_t FootKeys::number(std::int32_t y, std::int32_t x, std::int32_t tile_y,
                               std::int32_t tile_x) {
  const auto [r0, r1] = taps_inside(y, conv_.pad_top, conv_.filter_height, conv_.out_height());
  const auto [s0, s1] = taps_inside(x, conv_.pad_left, conv_.filter_width, conv_.out_width());
  const auto offset = static_cast<std::uint32_t>(y - tile_y) * footprint_width_ +
                      static_cast<std::uint32_t>(x - tile_x);
  const auto [place, is_new] = numbers_.try_emplace({offset, r0, r1, s0, s1}, size());
  if (is_new) {
    keys_.push_back({offset, static_cast<std::uint8_t>(r0),
                     static_cast<std::uint8_t>(std::max(0, r1)), static_cast<std::uint8_t>(s0),
                     static_cast<std::uint8_t>(std::max(0, s1)), r0 > r1 || s0 > s1});
  }
  return place->second;
}

}  // namespace gossamer::arch::scnn
