// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

namespace gossamer::arch::planar {

/// A half-open rectangle of a plane.
struct Rect {
  std::int32_t y0 = 0;
  std::int32_t y1 = 0;
  std::int32_t x0 = 0;
  std::int32_t x1 = 0;

  std::int32_t height() const { return std::max(0, y1 - y0); }
  std::int32_t width() const { return std::max(0, x1 - x0); }
  std::uint64_t area() const {
    return static_cast<std::uint64_t>(height()) * static_cast<std::uint64_t>(width());
  }
  bool empty() const { return area() == 0; }
};

inline Rect intersect(const Rect& a, const Rect& b) {
  return {std::max(a.y0, b.y0), std::min(a.y1, b.y1), std::max(a.x0, b.x0), std::min(a.x1, b.x1)};
}

}  // namespace gossamer::arch::planar
