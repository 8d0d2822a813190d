// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/input_memories.hpp"

namespace gossamer::arch::dcnn {

InputMemories::InputMemories(const ImagePlan& image)
    : image_{image},
      tiles_held_{image.supply == planar::InputSupply::resident
                      ? static_cast<std::uint32_t>(image.tiles.size())
                      : 2U},
      stores_(std::size_t{tiles_held_} * image.plan.grid.pes()) {
  if (image.supply != planar::InputSupply::resident) return;
  for (std::uint32_t tile = 0; tile < tiles_held_; ++tile) {
    for (std::uint32_t pe = 0; pe < image.plan.grid.pes(); ++pe) {
      for (std::uint32_t slice = 0; slice < image.inputs.slices(); ++slice) {
        InputMemories::append(tile, pe, image.inputs.block(tile, slice, pe));
      }
    }
  }
}

void InputMemories::begin_tile(std::uint32_t tile) {
  for (std::uint32_t pe = 0; pe < image_.plan.grid.pes(); ++pe) stores_[number(tile, pe)] = {};
}

void InputMemories::append(std::uint32_t tile, std::uint32_t pe, const planar::BlockView& block) {
  Store& store = stores_[number(tile, pe)];
  for (std::uint32_t n = 0; n < block.count; ++n) store.values.push_back(block.elements[n].value);
  ++store.channels;
}

}  // namespace gossamer::arch::dcnn
