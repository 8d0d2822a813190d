// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/axis.hpp"

namespace gossamer::arch::planar {

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

}  // namespace gossamer::arch::planar
