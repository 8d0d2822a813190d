// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/input_blocks.hpp"

#include <algorithm>

namespace gossamer::arch::planar {

namespace {

/// The inputs of a slice in a tile, row by row.
class Gather {
 public:
  Gather(std::uint32_t width, const Lattice& lattice, const Rect& tile)
      : width_{width},
        step_y_{static_cast<std::int32_t>(lattice.vertical.stride)},
        step_x_{static_cast<std::int32_t>(lattice.horizontal.stride)},
        rows_{lattice.vertical.inputs(lattice.row, tile.y0, tile.y1)},
        cols_{lattice.horizontal.inputs(lattice.col, tile.x0, tile.x1)} {}

  void operator()(const std::int16_t* plane, std::vector<std::int16_t>& dense) const {
    dense.clear();
    for (std::int32_t n = 0; n < rows_.count; ++n) {
      const std::int16_t* row =
          plane + static_cast<std::size_t>(rows_.first + n * step_y_) * width_ + cols_.first;
      if (step_x_ == 1) {
        dense.insert(dense.end(), row, row + cols_.count);
      } else {
        for (std::int32_t x = 0; x < cols_.count; ++x)
          dense.push_back(row[std::ptrdiff_t{x} * step_x_]);
      }
    }
  }

 private:
  std::uint32_t width_;
  std::int32_t step_y_;
  std::int32_t step_x_;
  Axis::Run rows_;
  Axis::Run cols_;
};

/// Values of all time tiles, zeros among them.
std::size_t all_values(const workload::Conv2d& conv, const std::vector<Tiling>& tiles) {
  std::size_t values = 0;
  for (const Tiling& tiling : tiles) {
    const bool planar = tiling.grid().mapping != Mapping::channel;  // else all have one rectangle
    for (std::uint32_t pe = 0; pe < (planar ? tiling.pes() : 1); ++pe) {
      values += conv.channels * tiling.input(pe).area();
    }
  }
  return values;
}

}  // namespace

InputBlocks::InputBlocks(const ActivationFormat& format, const workload::Conv2d& conv,
                         const std::vector<Lattice>& lattices, const std::vector<Tiling>& tiles,
                         const std::int16_t* image)
    : slices_{conv.channels * lattices.size()}, pes_{tiles.front().pes()}, tiles_{tiles.size()} {
  const std::size_t plane = std::size_t{conv.height} * conv.width;
  const std::uint32_t channels_of_group = conv.channels / conv.groups;
  begin_.reserve(tiles_ * slices_ * pes_ + 1);
  holds_.reserve(tiles_ * slices_ * pes_);
  if (!format.skips_zeros) elements_.reserve(all_values(conv, tiles));
  std::vector<std::int16_t> dense;
  for (const Tiling& tiling : tiles) {
    std::vector<Gather> gathers;  // [lattice][pe]
    for (const Lattice& lattice : lattices) {
      for (std::uint32_t pe = 0; pe < pes_; ++pe) {
        gathers.emplace_back(conv.width, lattice, tiling.input(pe));
      }
    }
    for (std::uint32_t slice = 0; slice < slices_; ++slice) {
      const std::size_t channel = slice / lattices.size();
      const Gather* gather = gathers.data() + slice % lattices.size() * pes_;
      for (std::uint32_t pe = 0; pe < pes_; ++pe) {
        const bool here = holds_channel(tiling.grid(), pe,
                                        static_cast<std::uint32_t>(channel % channels_of_group));
        if (here) {
          gather[pe](image + channel * plane, dense);
          format.append(dense.data(), dense.size(), elements_);
        }
        begin_.push_back(elements_.size());
        holds_.push_back(here && !tiling.input(pe).empty());
      }
    }
  }
}

std::uint64_t InputBlocks::stored(std::size_t tile, std::uint32_t pe) const {
  std::uint64_t stored = 0;
  for (std::uint32_t slice = 0; slice < slices_; ++slice) stored += block(tile, slice, pe).count;
  return stored;
}

std::uint64_t InputBlocks::most_stored_in_a_tile() const {
  std::uint64_t most = 0;
  for (std::size_t tile = 0; tile < tiles_; ++tile) {
    for (std::uint32_t pe = 0; pe < pes_; ++pe) most = std::max(most, stored(tile, pe));
  }
  return most;
}

std::uint64_t InputBlocks::most_stored() const {
  std::uint64_t most = 0;
  for (std::uint32_t pe = 0; pe < pes_; ++pe) {
    std::uint64_t of_pe = 0;
    for (std::size_t tile = 0; tile < tiles_; ++tile) of_pe += stored(tile, pe);
    most = std::max(most, of_pe);
  }
  return most;
}

}  // namespace gossamer::arch::planar
