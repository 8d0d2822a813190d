// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/windows.hpp"

#include <algorithm>

namespace gossamer::arch::dcnn {

namespace {

std::int32_t input_of(const planar::Axis& axis, std::int32_t output, std::uint32_t tap) {
  return axis.first_input(output) + static_cast<std::int32_t>(tap * axis.dilation);
}

std::uint32_t distance(std::uint32_t a, std::uint32_t b) {
  return std::max(a, b) - std::min(a, b);
}

}  // namespace

Windows::Windows(const workload::Conv2d& conv, const planar::Tiling& tiling, std::uint32_t pe)
    : vertical_{planar::vertical_axis(conv)},
      horizontal_{planar::horizontal_axis(conv)},
      outputs_{tiling.output(pe)},
      inputs_{tiling.needed(pe)},
      grid_cols_{tiling.cols()} {
  for (std::int32_t y = inputs_.y0; y < inputs_.y1; ++y) {
    const std::uint32_t home = tiling.home_row(y);
    const planar::Rect rows = tiling.input(home * grid_cols_);
    rows_.push_back({home, static_cast<std::uint32_t>(y - rows.y0),
                     static_cast<std::uint32_t>(rows.height()), distance(home, pe / grid_cols_)});
  }
  for (std::int32_t x = inputs_.x0; x < inputs_.x1; ++x) {
    const std::uint32_t home = tiling.home_col(x);
    const planar::Rect cols = tiling.input(home);
    cols_.push_back({home, static_cast<std::uint32_t>(x - cols.x0),
                     static_cast<std::uint32_t>(cols.width()), distance(home, pe % grid_cols_)});
  }
}

std::optional<Windows::Place> Windows::place(std::uint32_t position, std::uint32_t tap) const {
  const auto at = static_cast<std::int32_t>(position);
  const std::int32_t y =
      input_of(vertical_, outputs_.y0 + at / outputs_.width(), tap / horizontal_.taps);
  const std::int32_t x =
      input_of(horizontal_, outputs_.x0 + at % outputs_.width(), tap % horizontal_.taps);
  if (y < inputs_.y0 || y >= inputs_.y1 || x < inputs_.x0 || x >= inputs_.x1) return std::nullopt;
  const Line& row = rows_[static_cast<std::size_t>(y - inputs_.y0)];
  const Line& col = cols_[static_cast<std::size_t>(x - inputs_.x0)];
  return Place{row.home * grid_cols_ + col.home, std::size_t{row.number} * col.lines + col.number,
               std::max(row.hops, col.hops)};
}

}  // namespace gossamer::arch::dcnn
