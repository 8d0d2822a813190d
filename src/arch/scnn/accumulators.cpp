// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/accumulators.hpp"

#include <algorithm>

#include "arch/scnn/scatter_kernels.hpp"

namespace gossamer::arch::scnn {

Accumulators::Accumulators(const Phases& phases, std::uint32_t stride, std::uint32_t filters)
    : phases_{phases}, stride_{stride} {
  sets_.fill(std::vector<std::uint32_t>(std::size_t{filters} * phases.taps() * stride));
}

std::uint32_t Accumulators::stride_of(const Phases& phases, const Rect& tile) {
  std::uint32_t most = 0;
  for (std::uint32_t p = 0; p < phases.size(); ++p) {
    const auto rows = phases.vertical().inputs(phases[p].row, tile.y0, tile.y1);
    const auto cols = phases.horizontal().inputs(phases[p].col, tile.x0, tile.x1);
    most = std::max(most, static_cast<std::uint32_t>(rows.count * cols.count));
  }
  return padded_tile(most);
}

std::vector<std::uint32_t> Accumulators::read(std::uint32_t step, std::uint32_t filters,
                                              const Rect& tile,
                                              const FootprintSize& footprint) const {
  std::vector<std::uint32_t> sums(filters * footprint.area());
  if (tile.empty()) return sums;
  for (std::uint32_t k = 0; k < filters; ++k) {
    const std::uint32_t* taps = sets_[step % 2].data() + std::size_t{k} * phases_.taps() * stride_;
    for (std::uint32_t p = 0; p < phases_.size(); ++p) {
      add_phase(p, tile, footprint, taps, sums.data() + k * footprint.area());
    }
  }
  return sums;
}

void Accumulators::add_phase(std::uint32_t phase, const Rect& tile, const FootprintSize& footprint,
                             const std::uint32_t* taps, std::uint32_t* sums) const {
  const Axis& vertical = phases_.vertical();
  const Axis& horizontal = phases_.horizontal();
  const auto rows = vertical.inputs(phases_[phase].row, tile.y0, tile.y1);
  const auto cols = horizontal.inputs(phases_[phase].col, tile.x0, tile.x1);
  const auto height = static_cast<std::size_t>(rows.count);
  const auto width = static_cast<std::size_t>(cols.count);
  const std::size_t pitch = footprint.width;
  for (const Tap& tap : phases_[phase].taps) {
    // The first shifted input of the tile meets the last tap at the footprint's first output.
    const auto y = static_cast<std::size_t>(rows.shifted - vertical.shifted_input(tile.y0)) +
                   vertical.last_shifted_tap() - tap.row;
    const auto x = static_cast<std::size_t>(cols.shifted - horizontal.shifted_input(tile.x0)) +
                   horizontal.last_shifted_tap() - tap.col;
    const std::uint32_t* from = taps + std::size_t{tap.index} * stride_;
    std::uint32_t* to = sums + y * pitch + x;
    for (std::size_t row = 0; row < height; ++row) {
      for (std::size_t col = 0; col < width; ++col)
        to[row * pitch + col] += from[row * width + col];
    }
  }
}

void Accumulators::clear(std::uint32_t step) {
  auto& set = sets_[step % 2];
  std::fill(set.begin(), set.end(), 0U);
}

}  // namespace gossamer::arch::scnn
