// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

#include "workload/layer.hpp"

namespace gossamer::arch::scnn {

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

/// How the planes of a layer are cut over the PE grid: each PE owns ceil(H / rows) x ceil(W / cols)
/// inputs and ceil(P / rows) x ceil(Q / cols) outputs; the last ones get what is left
/// (docs/timing/scnn.md says why). Inputs of a PE reach outputs around its own: its footprint.
class Tiling {
 public:
  Tiling(const workload::Conv2d& conv, std::uint32_t pe_rows, std::uint32_t pe_cols);

  const workload::Conv2d& conv() const { return conv_; }
  std::uint32_t pes() const { return rows_ * cols_; }
  std::uint32_t rows() const { return rows_; }
  std::uint32_t cols() const { return cols_; }

  /// Inputs of a PE, in input coordinates; empty if it has none.
  Rect input(std::uint32_t pe) const;
  /// Outputs that a PE owns, in output coordinates; empty if it has none.
  Rect output(std::uint32_t pe) const;
  /// Outputs that products of a PE can fall on, partly outside the plane. The extent is that of a
  /// full tile on every PE, so that addresses are alike everywhere.
  Rect footprint(std::uint32_t pe) const;
  /// The part of the footprint that the PE's inputs really reach, partly outside the plane; empty
  /// without inputs.
  Rect reach(std::uint32_t pe) const;
  /// The whole output plane.
  Rect plane() const;

  std::uint32_t footprint_height() const { return tile_h_ + conv_.filter_height - 1; }
  std::uint32_t footprint_width() const { return tile_w_ + conv_.filter_width - 1; }

  /// Sums of one output channel that a PE must hold: its footprint and what it owns beyond it.
  std::uint64_t sums_per_channel() const;

 private:
  workload::Conv2d conv_;
  std::uint32_t rows_;
  std::uint32_t cols_;
  std::uint32_t tile_h_;
  std::uint32_t tile_w_;
  std::uint32_t out_tile_h_;
  std::uint32_t out_tile_w_;
};

}  // namespace gossamer::arch::scnn
