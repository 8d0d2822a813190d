// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/accumulators.hpp"

#include <algorithm>

#include "arch/scnn/scatter_kernels.hpp"

namespace gossamer::arch::scnn {

Accumulators::Accumulators(const Tiling& tiling, const Rect& tile, std::uint32_t filters)
    : tiling_{tiling}, tile_{tile}, stride_{stride_of(tile)} {
  const std::size_t taps =
      std::size_t{filters} * tiling.conv().filter_height * tiling.conv().filter_width;
  sets_.fill(std::vector<std::uint32_t>(taps * stride_));
}

std::uint32_t Accumulators::stride_of(const Rect& tile) {
  const auto area = static_cast<std::uint32_t>(tile.area());
  if (area < tile_vector / 2) return area;
  return (area + tile_vector - 1) / tile_vector * tile_vector;
}

std::vector<std::uint32_t> Accumulators::read(std::uint32_t group, std::uint32_t filters) const {
  const std::size_t height = tiling_.footprint_height();
  const std::size_t width = tiling_.footprint_width();
  const std::size_t rows = tiling_.conv().filter_height;
  const std::size_t cols = tiling_.conv().filter_width;
  const auto tile_height = static_cast<std::size_t>(tile_.height());
  const auto tile_width = static_cast<std::size_t>(tile_.width());
  std::vector<std::uint32_t> sums(filters * height * width);
  const std::uint32_t* tap = sets_[group % 2].data();
  for (std::size_t k = 0; k < filters; ++k) {
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t s = 0; s < cols; ++s, tap += stride_) {
        std::uint32_t* to = sums.data() + (k * height + rows - 1 - r) * width + cols - 1 - s;
        for (std::size_t y = 0; y < tile_height; ++y) {
          for (std::size_t x = 0; x < tile_width; ++x) to[y * width + x] += tap[y * tile_width + x];
        }
      }
    }
  }
  return sums;
}

void Accumulators::clear(std::uint32_t group) {
  auto& set = sets_[group % 2];
  std::fill(set.begin(), set.end(), 0U);
}

}  // namespace gossamer::arch::scnn
