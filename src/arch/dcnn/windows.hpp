// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "arch/planar/axis.hpp"
#include "arch/planar/tiling.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::dcnn {

/// Where a PE finds the inputs of its outputs in a time tile: in its own memory and its
/// neighbours'.
class Windows {
 public:
  Windows() = default;
  Windows(const workload::Conv2d& conv, const planar::Tiling& tiling, std::uint32_t pe);

  std::uint32_t positions() const { return static_cast<std::uint32_t>(outputs_.area()); }

  /// An input in the memory of a PE.
  struct Place {
    std::uint32_t pe = 0;
    std::size_t offset = 0;  ///< among the PE's inputs of a channel
    std::uint32_t hops = 0;  ///< links from that PE to this one; diagonals are links
  };
  /// The input that tap `tap` (row by row) meets at output `position` (row by row); nothing if it
  /// lies outside of the plane.
  std::optional<Place> place(std::uint32_t position, std::uint32_t tap) const;

 private:
  /// A row or a column of inputs, in the row or the column of PEs that has it.
  struct Line {
    std::uint32_t home = 0;    // row or column of the grid
    std::uint32_t number = 0;  // among the home's
    std::uint32_t lines = 0;   // of the home
    std::uint32_t hops = 0;
  };

  planar::Axis vertical_;
  planar::Axis horizontal_;
  planar::Rect outputs_;
  planar::Rect inputs_;
  std::uint32_t grid_cols_ = 1;
  std::vector<Line> rows_;  // of inputs_
  std::vector<Line> cols_;
};

}  // namespace gossamer::arch::dcnn
