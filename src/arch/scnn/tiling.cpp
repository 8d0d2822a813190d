// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/tiling.hpp"

namespace gossamer::arch::scnn {

namespace {

std::uint32_t ceil_div(std::uint32_t a, std::uint32_t b) {
  return (a + b - 1) / b;
}

/// Part `index` of a plane cut into tiles of `tile_h` x `tile_w`.
Rect tile(std::uint32_t row, std::uint32_t col, std::uint32_t tile_h, std::uint32_t tile_w,
          std::uint32_t height, std::uint32_t width) {
  const auto bound = [](std::uint32_t value, std::uint32_t limit) {
    return static_cast<std::int32_t>(std::min(value, limit));
  };
  return {bound(row * tile_h, height), bound((row + 1) * tile_h, height),
          bound(col * tile_w, width), bound((col + 1) * tile_w, width)};
}

}  // namespace

Tiling::Tiling(const workload::Conv2d& conv, std::uint32_t pe_rows, std::uint32_t pe_cols)
    : conv_{conv},
      rows_{pe_rows},
      cols_{pe_cols},
      tile_h_{ceil_div(conv.height, pe_rows)},
      tile_w_{ceil_div(conv.width, pe_cols)},
      out_tile_h_{ceil_div(conv.out_height(), pe_rows)},
      out_tile_w_{ceil_div(conv.out_width(), pe_cols)} {}

Rect Tiling::input(std::uint32_t pe) const {
  return tile(pe / cols_, pe % cols_, tile_h_, tile_w_, conv_.height, conv_.width);
}

Rect Tiling::output(std::uint32_t pe) const {
  return tile(pe / cols_, pe % cols_, out_tile_h_, out_tile_w_, conv_.out_height(),
              conv_.out_width());
}

// Input y meets filter row r at output y + pad - r: the footprint begins pad - (R - 1) before the
// tile and is R - 1 longer.
Rect Tiling::footprint(std::uint32_t pe) const {
  const auto y0 = static_cast<std::int32_t>((pe / cols_) * tile_h_ + conv_.pad_top + 1) -
                  static_cast<std::int32_t>(conv_.filter_height);
  const auto x0 = static_cast<std::int32_t>((pe % cols_) * tile_w_ + conv_.pad_left + 1) -
                  static_cast<std::int32_t>(conv_.filter_width);
  return {y0, y0 + static_cast<std::int32_t>(footprint_height()), x0,
          x0 + static_cast<std::int32_t>(footprint_width())};
}

Rect Tiling::reach(std::uint32_t pe) const {
  const Rect in = input(pe);
  if (in.empty()) return {};
  const Rect origin = footprint(pe);
  return {origin.y0, in.y1 + static_cast<std::int32_t>(conv_.pad_top), origin.x0,
          in.x1 + static_cast<std::int32_t>(conv_.pad_left)};
}

Rect Tiling::plane() const {
  return {0, static_cast<std::int32_t>(conv_.out_height()), 0,
          static_cast<std::int32_t>(conv_.out_width())};
}

std::uint64_t Tiling::sums_per_channel() const {
  const std::uint64_t footprint_area = std::uint64_t{footprint_height()} * footprint_width();
  std::uint64_t beyond = 0;
  for (std::uint32_t pe = 0; pe < pes(); ++pe) {
    const Rect own = output(pe);
    beyond = std::max(beyond, own.area() - intersect(own, footprint(pe)).area());
  }
  return footprint_area + beyond;
}

}  // namespace gossamer::arch::scnn
