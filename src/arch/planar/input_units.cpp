// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/input_units.hpp"

#include <algorithm>
#include <utility>

namespace gossamer::arch::planar {

InputUnits::InputUnits(const InputBlocks& blocks, InputOrder order, const ActivationFormat& format,
                       std::uint64_t capacity)
    : blocks_{blocks},
      order_{std::move(order)},
      format_{format},
      per_round_{order_.every_step ? order_.slices_per_step : blocks.slices()},
      size_{per_round_ * (order_.every_step ? static_cast<std::uint32_t>(order_.steps.size())
                                            : blocks.tiles())} {
  find_holders();
  measure();
  plan_room(capacity);
}

void InputUnits::find_holders() {
  for (std::uint32_t tile = 0; tile < blocks_.tiles(); ++tile) {
    for (std::uint32_t slice = 0; slice < blocks_.slices(); ++slice) {
      for (std::uint32_t pe = 0; pe < blocks_.pes(); ++pe) {
        if (blocks_.holds(tile, slice, pe)) holders_.push_back(pe);
      }
      holders_begin_.push_back(holders_.size());
    }
  }
}

void InputUnits::measure() {
  std::uint64_t address = 0;
  for (std::uint32_t tile = 0; tile < blocks_.tiles(); ++tile) {
    for (std::uint32_t slice = 0; slice < blocks_.slices(); ++slice) {
      std::uint64_t bytes = 0;
      for (const std::uint32_t pe : holders(tile, slice)) {
        const std::uint64_t block = format_.bytes_in_dram(blocks_.block(tile, slice, pe));
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
  std::vector<std::uint64_t> held(blocks_.pes());
  std::uint32_t released = 0;
  const auto release = [&] {
    for (const std::uint32_t pe : holders(released)) held[pe] -= kept(released, pe);
    ++released;
  };
  for (std::uint32_t unit = 0; unit < size_; ++unit) {
    // The decoder looks at no more than two time tiles at once.
    const std::uint32_t tile_before = tile(unit) < 2 ? 0 : tile(unit) - 1;
    while (released < unit && tile(released) < tile_before) release();
    for (const std::uint32_t pe : holders(unit)) {
      held[pe] += kept(unit, pe);
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
  for (std::uint32_t tile = 0; tile < blocks_.tiles(); ++tile) {
    for (std::uint32_t slice = 0; slice < blocks_.slices(); ++slice) {
      for (const std::uint32_t pe : holders(tile, slice)) {
        format_.pack(blocks_.block(tile, slice, pe), bytes);
      }
    }
  }
  return bytes;
}

}  // namespace gossamer::arch::planar
