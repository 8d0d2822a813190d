// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/phases.hpp"

#include <algorithm>

namespace gossamer::arch::scnn {

Phases::Phases(const workload::Conv2d& conv)
    : vertical_{planar::vertical_axis(conv)}, horizontal_{planar::horizontal_axis(conv)} {
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
