// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/input_memories.hpp"

#include <algorithm>

#include "arch/scnn/accumulators.hpp"

namespace gossamer::arch::scnn {

InputMemories::InputMemories(const Params& params, const ImagePlan& image)
    : params_{params},
      image_{image},
      pes_{params.pes()},
      tiles_held_{image.supply == InputSupply::resident
                      ? static_cast<std::uint32_t>(image.tiles.size())
                      : 2U},
      keys_{image.plan.layer.phases, image.tiles.front().footprint_size().width} {
  for (std::uint32_t pe = 0; pe < pes_; ++pe) {
    std::uint32_t stride = 0;
    for (const Tiling& tiling : image.tiles) {
      stride = std::max(stride, Accumulators::stride_of(image.plan.layer.phases, tiling.input(pe)));
    }
    strides_.push_back(stride);
  }
  const auto tiles = static_cast<std::uint32_t>(image.tiles.size());
  // All keys before the first weight block is decoded.
  for (std::uint32_t tile = 0; tile < tiles; ++tile) {
    for (std::uint32_t pe = 0; pe < pes_; ++pe) keys_of(tile, pe);
  }
  stores_.reserve(std::size_t{tiles_held_} * pes_);
  for (std::uint32_t tile = 0; tile < tiles_held_; ++tile) {
    for (std::uint32_t pe = 0; pe < pes_; ++pe) {
      stores_.push_back(empty_store(std::min(tile, tiles - 1), pe));
    }
  }
  if (image.supply != InputSupply::resident) return;
  for (std::uint32_t tile = 0; tile < tiles; ++tile) {
    for (std::uint32_t pe = 0; pe < pes_; ++pe) {
      for (std::uint32_t slice = 0; slice < image.slices(); ++slice) {
        InputMemories::append(tile, pe, image.inputs.block(tile, slice, pe));
      }
    }
  }
}

ActivationStore::Keys InputMemories::keys_of(std::uint32_t tile, std::uint32_t pe) {
  ActivationStore::Keys keys;
  const Phases& phases = image_.plan.layer.phases;
  for (std::uint32_t p = 0; p < phases.size(); ++p) {
    keys.push_back(keys_.numbers(image_.tiles[tile], pe, phases[p]));
  }
  return keys;
}

ActivationStore InputMemories::empty_store(std::uint32_t tile, std::uint32_t pe) {
  return {params_, keys_of(tile, pe), strides_[pe]};
}

void InputMemories::begin_tile(std::uint32_t tile) {
  for (std::uint32_t pe = 0; pe < pes_; ++pe) {
    stores_[tile % tiles_held_ * pes_ + pe] = empty_store(tile, pe);
  }
}

}  // namespace gossamer::arch::scnn
