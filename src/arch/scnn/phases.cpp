// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/phases.hpp"

#include <algorithm>

namespace gossamer::arch::scnn {

Axis::Run Axis::inputs(std::uint32_t phase, std::int32_t begin, std::int32_t end) const {
  const auto step = static_cast<std::int32_t>(stride);
  const std::int32_t of_begin = (begin + static_cast<std::int32_t>(pad)) % step;
  const std::int32_t first = begin + (static_cast<std::int32_t>(phase) - of_begin + step) % step;
  const std::int32_t count = first < end ? (end - first + step - 1) / step : 0;
  return {first, count, shifted_input(first)};
}

Axis vertical_axis(const workload::Conv2d& conv) {
  return {conv.filter_height, conv.stride_y, conv.dilation_y, conv.pad_top};
}

Axis horizontal_axis(const workload::Conv2d& conv) {
  return {conv.filter_width, conv.stride_x, conv.dilation_x, conv.pad_left};
}

Phases::Phases(const workload::Conv2d& conv)
    : vertical_{vertical_axis(conv)}, horizontal_{horizontal_axis(conv)} {
  for (std::uint32_t row = 0; row < conv.stride_y; ++row) {
    for (std::uint32_t col = 0; col < conv.stride_x; ++col) {
      Phase phase{row, col, {}};
      for (std::uint32_t r = 0; r < conv.filter_height; ++r) {
        for (std::uint32_t s = 0; s < conv.filter_width; ++s) {
          if (vertical_.phase_of_tap(r) != row || horizontal_.phase_of_tap(s) != col) continue;
          phase.taps.push_back(
              {r * conv.filter_width + s, vertical_.shifted_tap(r), horizontal_.shifted_tap(s)});
        }
      }
      if (!phase.taps.empty()) phases_.push_back(std::move(phase));
    }
  }
}

std::uint32_t Phases::most_taps() const {
  std::size_t most = 0;
  for (const Phase& phase : phases_) most = std::max(most, phase.taps.size());
  return static_cast<std::uint32_t>(most);
}

}  // namespace gossamer::arch::scnn
