// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>

namespace gossamer::numerics::reference {

/// Outputs [first, last) along one dimension for which a filter tap meets the input, and the input
/// coordinate of the first; the next ones are `stride` apart.
struct TapRange {
  std::size_t first = 0;
  std::size_t last = 0;
  std::size_t input = 0;
};

/// input coordinate = output * stride + tap * dilation - pad, inside [0, extent).
inline TapRange tap_range(std::size_t tap, std::size_t stride, std::size_t dilation,
                          std::size_t pad, std::size_t extent, std::size_t outputs) {
  const std::size_t offset = tap * dilation;
  TapRange range;
  if (offset < pad) range.first = (pad - offset + stride - 1) / stride;
  if (offset < pad + extent)
    range.last = std::min(outputs, (pad + extent - 1 - offset) / stride + 1);
  range.last = std::max(range.first, range.last);
  if (range.first < range.last) range.input = range.first * stride + offset - pad;
  return range;
}

}  // namespace gossamer::numerics::reference
