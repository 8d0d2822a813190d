// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/planar/random_conv.hpp"
#include "arch/planar/rect.hpp"
#include "workload/layer.hpp"

namespace gossamer::test {

using arch::planar::Rect;

inline bool same(const Rect& a, const Rect& b) {
  return a.y0 == b.y0 && a.y1 == b.y1 && a.x0 == b.x0 && a.x1 == b.x1;
}

inline bool inside(const Rect& inner, const Rect& outer) {
  return inner.empty() || same(intersect(inner, outer), inner);
}

inline Rect plane_of(const workload::Conv2d& conv) {
  return {0, static_cast<std::int32_t>(conv.out_height()), 0,
          static_cast<std::int32_t>(conv.out_width())};
}

inline bool contains(const Rect& rect, std::int32_t y, std::int32_t x) {
  return y >= rect.y0 && y < rect.y1 && x >= rect.x0 && x < rect.x1;
}

inline Rect whole_input(const workload::Conv2d& conv) {
  return {0, static_cast<std::int32_t>(conv.height), 0, static_cast<std::int32_t>(conv.width)};
}

/// Calls `visit(y, x, p, q)` for every input of a rectangle and every output of the plane that it
/// meets through some tap.
template <class Visit>
void for_each_product(const workload::Conv2d& conv, const Rect& inputs, const Visit& visit) {
  const Rect plane = plane_of(conv);
  for (std::int32_t y = inputs.y0; y < inputs.y1; ++y) {
    for (std::int32_t x = inputs.x0; x < inputs.x1; ++x) {
      for (std::uint32_t tap = 0; tap < conv.filter_height * conv.filter_width; ++tap) {
        const auto p = meets_in_row(conv, y, tap / conv.filter_width);
        const auto q = meets_in_col(conv, x, tap % conv.filter_width);
        if (p && q && contains(plane, *p, *q)) visit(y, x, *p, *q);
      }
    }
  }
}

}  // namespace gossamer::test
