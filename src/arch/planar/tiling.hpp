// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/planar/axis.hpp"
#include "arch/planar/grid.hpp"
#include "arch/planar/rect.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::planar {

/// The part of a layer's plane that is worked on at a time: outputs, and all inputs that they need.
struct TimeTile {
  Rect inputs;
  Rect outputs;

  static TimeTile whole(const workload::Conv2d& conv);
  /// Part (row, col) of rows x cols parts of the output plane, all but the last of one size. May be
  /// empty.
  static TimeTile part(const workload::Conv2d& conv, std::uint32_t row, std::uint32_t rows,
                       std::uint32_t col, std::uint32_t cols);
};

/// Sums that a PE keeps per output channel, as a rectangle of outputs.
struct FootprintSize {
  std::uint32_t height = 0;
  std::uint32_t width = 0;

  std::uint64_t area() const { return std::uint64_t{height} * width; }
};

/// How a time tile is cut over the PE grid. Planar: each PE owns ceil(P / rows) x ceil(Q / cols)
/// outputs; the last ones get what is left (docs/timing/scnn.md says why). With output halos it has
/// ceil(H / rows) x ceil(W / cols) inputs, which reach outputs around its own: its footprint. With
/// input halos the inputs are divided where the outputs are, the first and the last PE of a side
/// taking the rim, and its footprint is its outputs; what these need beside is its neighbours'. By
/// channels: every PE has the whole tile.
class Tiling {
 public:
  Tiling(const workload::Conv2d& conv, const Grid& grid, const TimeTile& tile);
  /// The whole plane at once.
  Tiling(const workload::Conv2d& conv, const Grid& grid)
      : Tiling{conv, grid, TimeTile::whole(conv)} {}

  const Grid& grid() const { return grid_; }
  std::uint32_t pes() const { return grid_.pes(); }
  std::uint32_t rows() const { return grid_.rows; }
  std::uint32_t cols() const { return grid_.cols; }

  /// Inputs of a PE, in input coordinates; empty if it has none. By channels: of those it has.
  /// Planar: those of all PEs partition the time tile's.
  Rect input(std::uint32_t pe) const;
  /// Inputs that the outputs of a PE need, its own and others'.
  Rect needed(std::uint32_t pe) const;
  /// Row, column of the grid whose PEs have the inputs of row `y`, column `x` of the time tile.
  /// With input halos only.
  std::uint32_t home_row(std::int32_t y) const;
  std::uint32_t home_col(std::int32_t x) const;
  /// Outputs that a PE owns, in output coordinates; empty if it has none. By channels: of the
  /// filters it owns.
  Rect output(std::uint32_t pe) const;
  /// Outputs that products of a PE can fall on, partly outside the tile. The extent is that of a
  /// full tile on every PE, so that addresses are alike everywhere.
  Rect footprint(std::uint32_t pe) const;
  /// The part of the footprint that the PE's inputs really reach, partly outside the tile; empty
  /// without inputs.
  Rect reach(std::uint32_t pe) const;
  /// Inputs of the PE that has most.
  std::uint64_t most_inputs() const;
  /// All outputs of the time tile.
  const Rect& outputs() const { return tile_.outputs; }

  const FootprintSize& footprint_size() const { return footprint_; }
  /// Enlarges the footprints to those of another time tile.
  void enlarge_footprint(const FootprintSize& size);

  /// Sums of one output channel that a PE must hold: its footprint and what it owns beyond it.
  std::uint64_t sums_per_channel() const;

 private:
  /// One side of the plane, divided.
  struct Side {
    const Axis& axis;
    std::uint32_t parts;
    std::uint32_t outputs_of_part;
    std::int32_t first_output, output_end;
    std::int32_t first_input, input_end;

    /// First input of a part, or the end of the last part.
    std::int32_t first(std::uint32_t part) const;
    std::uint32_t part_of(std::int32_t input) const;
    std::int32_t longest() const;
  };
  Side vertical_side() const;
  Side horizontal_side() const;
  bool has_input_halos() const {
    return grid_.mapping != Mapping::channel && grid_.halo == Halo::inputs;
  }

  Axis vertical_;
  Axis horizontal_;
  Grid grid_;
  TimeTile tile_;
  std::uint32_t tile_h_ = 0;
  std::uint32_t tile_w_ = 0;
  std::uint32_t out_tile_h_ = 0;
  std::uint32_t out_tile_w_ = 0;
  FootprintSize footprint_;
};

}  // namespace gossamer::arch::planar
