// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/input_blocks.hpp"

#include <algorithm>

namespace gossamer::arch::scnn {

namespace {

/// The inputs of one phase in a tile, of one channel, row by row.
class Gather {
 public:
  Gather(const ConvLayer& layer, const Phase& phase, const Rect& tile)
      : width_{layer.conv.width},
        step_y_{static_cast<std::int32_t>(layer.conv.stride_y)},
        step_x_{static_cast<std::int32_t>(layer.conv.stride_x)},
        rows_{layer.phases.vertical().inputs(phase.row, tile.y0, tile.y1)},
        cols_{layer.phases.horizontal().inputs(phase.col, tile.x0, tile.x1)} {}

  void operator()(const std::int16_t* plane, std::vector<std::int16_t>& dense) const {
    dense.clear();
    for (std::int32_t n = 0; n < rows_.count; ++n) {
      const std::int16_t* row =
          plane + static_cast<std::size_t>(rows_.first + n * step_y_) * width_ + cols_.first;
      if (step_x_ == 1) {
        dense.insert(dense.end(), row, row + cols_.count);
      } else {
        for (std::int32_t x = 0; x < cols_.count; ++x) dense.push_back(row[x * step_x_]);
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

void append_block(const std::vector<std::int16_t>& dense, const Params& params,
                  std::vector<tensor::RunLengthElement>& elements) {
  if (params.skips_activations()) {
    tensor::run_length_append(dense.data(), dense.size(), params.max_run(), elements);
  } else {
    for (const std::int16_t value : dense) elements.push_back({value, 0});
  }
}

}  // namespace

InputBlocks::InputBlocks(const Params& params, const ConvLayer& layer,
                         const std::vector<Tiling>& tiles, const std::int16_t* image)
    : slices_{layer.slices()}, pes_{params.pes()}, tiles_{tiles.size()} {
  const std::size_t plane = std::size_t{layer.conv.height} * layer.conv.width;
  const std::uint32_t channels_of_group = layer.conv.channels / layer.conv.groups;
  begin_.reserve(tiles_ * slices_ * pes_ + 1);
  std::vector<std::int16_t> dense;
  for (const Tiling& tiling : tiles) {
    std::vector<Gather> gathers;  // [phase][pe]
    for (std::uint32_t p = 0; p < layer.phases.size(); ++p) {
      for (std::uint32_t pe = 0; pe < pes_; ++pe) {
        gathers.emplace_back(layer, layer.phases[p], tiling.input(pe));
      }
    }
    for (std::uint32_t slice = 0; slice < slices_; ++slice) {
      const std::uint32_t channel = slice / layer.phases.size();
      const Gather* gather = gathers.data() + slice % layer.phases.size() * pes_;
      for (std::uint32_t pe = 0; pe < pes_; ++pe) {
        if (holds_channel(tiling.grid(), pe, channel % channels_of_group)) {
          gather[pe](image + channel * plane, dense);
          append_block(dense, params, elements_);
        }
        begin_.push_back(elements_.size());
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

}  // namespace gossamer::arch::scnn
