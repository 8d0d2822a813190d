// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "arch/planar/axis.hpp"
#include "arch/planar/tiling.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::dcnn {

/// Where a PE finds the inputs of its outputs in a time tile.
class Windows {
 public:
  Windows() = default;
  Windows(const workload::Conv2d& conv, const planar::Tiling& tiling, std::uint32_t pe);

  std::uint32_t positions() const { return static_cast<std::uint32_t>(outputs_.area()); }
  /// Inputs of the PE in one channel.
  std::size_t inputs() const { return inputs_.area(); }

  /// Place, among the PE's inputs of a channel, of the one that tap `tap` (row by row) meets at
  /// output `position` (row by row); nothing if it lies outside of the plane.
  std::optional<std::size_t> place(std::uint32_t position, std::uint32_t tap) const;

 private:
  planar::Axis vertical_;
  planar::Axis horizontal_;
  planar::Rect outputs_;
  planar::Rect inputs_;
};

}  // namespace gossamer::arch::dcnn
