// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/input_units.hpp"

#include <algorithm>

#include "tensor/run_length.hpp"

namespace gossamer::arch::scnn {

InputUnits::InputUnits(const ImagePlan& image, const Params& params)
    : image_{image},
      run_bits_{params.activation_run_bits()},
      every_group_{image.supply == InputSupply::groups},
      per_round_{every_group_ ? image.plan.layer.slices_per_group() : image.slices()},
      size_{per_round_ *
            (every_group_ ? image.steps() : static_cast<std::uint32_t>(image.tiles.size()))} {
  find_holders();
  measure();
  plan_room(params.capacity(params.iaram_kib));
}

void InputUnits::find_holders() {
  const auto& conv = image_.plan.layer.conv;
  for (const Tiling& tiling : image_.tiles) {
    for (std::uint32_t slice = 0; slice < image_.slices(); ++slice) {
      const std::uint32_t channel = slice / image_.plan.layer.phases.size();
      for (std::uint32_t pe = 0; pe < image_.plan.grid.pes(); ++pe) {
        if (tiling.input(pe).empty()) continue;
        if (!holds_channel(image_.plan.grid, pe, channel % (conv.channels / conv.groups))) continue;
        holders_.push_back(pe);
      }
      holders_begin_.push_back(holders_.size());
    }
  }
}

void InputUnits::measure() {
  std::uint64_t address = 0;
  for (std::uint32_t tile = 0; tile < image_.tiles.size(); ++tile) {
    for (std::uint32_t slice = 0; slice < image_.slices(); ++slice) {
      std::uint64_t bytes = 0;
      for (const std::uint32_t pe : holders(tile, slice)) {
        const std::uint64_t block =
            tensor::packed_bytes(image_.inputs.block(tile, slice, pe).count, run_bits_);
        largest_block_ = std::max(largest_block_, block);
        bytes += block;
      }
      bytes_.push_back(static_cast<std::uint32_t>(bytes));
      address_.push_back(address);
      address += bytes;
    }
  }
}

void InputUnits::plan_room(std::uint64_t capacity) {
  std::vector<std::uint64_t> held(image_.plan.grid.pes());
  const auto count = [this](std::uint32_t unit, std::uint32_t pe) {
    return image_.inputs.block(tile(unit), slice(unit), pe).count;
  };
  std::uint32_t released = 0;
  const auto release = [&] {
    for (const std::uint32_t pe : holders(released)) held[pe] -= count(released, pe);
    ++released;
  };
  for (std::uint32_t unit = 0; unit < size_; ++unit) {
    // The decoder looks at no more than two time tiles at once.
    const std::uint32_t tile_before = tile(unit) < 2 ? 0 : tile(unit) - 1;
    while (released < unit && tile(released) < tile_before) release();
    for (const std::uint32_t pe : holders(unit)) {
      held[pe] += count(unit, pe);
      while (released < unit && held[pe] > capacity) release();
    }
    released_before_.push_back(released);
  }
}

std::uint32_t InputUnits::most_held() const {
  std::uint32_t most = 0;
  for (std::uint32_t unit = 0; unit < size_; ++unit) {
    most = std::max(most, unit + 1 - released_before_[unit]);
  }
  return most;
}

std::vector<std::uint8_t> InputUnits::packed() const {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(address_.back() + bytes_.back());
  for (std::uint32_t tile = 0; tile < image_.tiles.size(); ++tile) {
    for (std::uint32_t slice = 0; slice < image_.slices(); ++slice) {
      for (const std::uint32_t pe : holders(tile, slice)) {
        const BlockView block = image_.inputs.block(tile, slice, pe);
        tensor::pack_run_length(block.elements, block.count, run_bits_, bytes);
      }
    }
  }
  return bytes;
}

}  // namespace gossamer::arch::scnn
