// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/windows.hpp"

namespace gossamer::arch::dcnn {

namespace {

std::int32_t input_of(const planar::Axis& axis, std::int32_t output, std::uint32_t tap) {
  return axis.first_input(output) + static_cast<std::int32_t>(tap * axis.dilation);
}

}  // namespace

Windows::Windows(const workload::Conv2d& conv, const planar::Tiling& tiling, std::uint32_t pe)
    : vertical_{planar::vertical_axis(conv)},
      horizontal_{planar::horizontal_axis(conv)},
      outputs_{tiling.output(pe)},
      inputs_{tiling.input(pe)} {}

std::optional<std::size_t> Windows::place(std::uint32_t position, std::uint32_t tap) const {
  const auto at = static_cast<std::int32_t>(position);
  const std::int32_t y =
      input_of(vertical_, outputs_.y0 + at / outputs_.width(), tap / horizontal_.taps);
  const std::int32_t x =
      input_of(horizontal_, outputs_.x0 + at % outputs_.width(), tap % horizontal_.taps);
  if (y < inputs_.y0 || y >= inputs_.y1 || x < inputs_.x0 || x >= inputs_.x1) return std::nullopt;
  return static_cast<std::size_t>(y - inputs_.y0) * static_cast<std::size_t>(inputs_.width()) +
         static_cast<std::size_t>(x - inputs_.x0);
}

}  // namespace gossamer::arch::dcnn
