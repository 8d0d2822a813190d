// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/planar/activation_format.hpp"
#include "arch/planar/input_blocks.hpp"

namespace gossamer::arch::planar {

/// What a step needs of the inputs: `slices_per_step` slices of a time tile.
struct StepInputs {
  std::uint32_t tile = 0;
  std::uint32_t first_slice = 0;
  bool last_use = false;  ///< no later step of the time tile needs them
};

/// The inputs in the order of their use.
struct InputOrder {
  bool every_step = false;  ///< loaded anew for every step, else once for a time tile
  std::uint32_t slices_per_step = 1;
  std::vector<StepInputs> steps;
};

/// The inputs of a layer that come from DRAM, in the order in which they are needed. A unit is one
/// slice of one time tile: a block for each PE that has it.
class InputUnits {
 public:
  /// capacity: values in the input memory of a PE. Refers to the blocks.
  InputUnits(const InputBlocks& blocks, InputOrder order, const ActivationFormat& format,
             std::uint64_t capacity);

  std::uint32_t size() const { return size_; }
  std::uint32_t pes() const { return blocks_.pes(); }
  /// Units per round: a time tile, or a step if inputs are loaded for every step.
  std::uint32_t per_round() const { return per_round_; }
  std::uint32_t rounds() const { return size_ / per_round_; }

  /// The unit that `slice` is in a step.
  std::uint32_t unit(std::uint32_t step, std::uint32_t slice) const {
    const StepInputs& needed = order_.steps[step];
    return order_.every_step ? step * per_round_ + slice - needed.first_slice
                             : needed.tile * per_round_ + slice;
  }
  /// Whether a step is the last one that needs its inputs.
  bool last_use(std::uint32_t step) const {
    return order_.every_step || order_.steps[step].last_use;
  }

  std::uint32_t tile(std::uint32_t unit) const {
    return order_.every_step ? order_.steps[unit / per_round_].tile : unit / per_round_;
  }
  std::uint32_t slice(std::uint32_t unit) const {
    const std::uint32_t within = unit % per_round_;
    return order_.every_step ? order_.steps[unit / per_round_].first_slice + within : within;
  }

  /// The PEs that have a block in a unit, ascending.
  struct Holders {
    const std::uint32_t* first;
    const std::uint32_t* last;
    const std::uint32_t* begin() const { return first; }
    const std::uint32_t* end() const { return last; }
  };
  Holders holders(std::uint32_t unit) const { return holders(tile(unit), slice(unit)); }

  /// Bytes of a unit in DRAM.
  std::uint32_t bytes(std::uint32_t unit) const {
    return bytes_[tile(unit) * blocks_.slices() + slice(unit)];
  }
  /// Values that a PE keeps of a unit.
  std::uint32_t kept(std::uint32_t unit, std::uint32_t pe) const {
    return blocks_.block(tile(unit), slice(unit), pe).count;
  }
  /// Where they are, counted from the first of all inputs.
  std::uint64_t address(std::uint32_t unit) const {
    return address_[tile(unit) * blocks_.slices() + slice(unit)];
  }

  /// Units that every PE must have finished with before all memories have room for this one.
  std::uint32_t released_before(std::uint32_t unit) const { return released_before_[unit]; }
  /// Bytes of the largest block of a PE.
  std::uint64_t largest_block() const { return largest_block_; }
  /// Units that are in the memories at the same time, at most.
  std::uint32_t most_held() const;

  /// All inputs as they lie in DRAM.
  std::vector<std::uint8_t> packed() const;

 private:
  Holders holders(std::uint32_t tile, std::uint32_t slice) const {
    const std::size_t number = std::size_t{tile} * blocks_.slices() + slice;
    return {holders_.data() + holders_begin_[number], holders_.data() + holders_begin_[number + 1]};
  }
  void find_holders();
  void measure();
  void plan_room(std::uint64_t capacity);

  const InputBlocks& blocks_;
  InputOrder order_;
  ActivationFormat format_;
  std::uint32_t per_round_;
  std::uint32_t size_;
  std::vector<std::uint32_t> holders_;
  std::vector<std::size_t> holders_begin_{0};  // [tile][slice]
  std::vector<std::uint32_t> bytes_;           // [tile][slice]
  std::vector<std::uint64_t> address_;         // [tile][slice]
  std::vector<std::uint32_t> released_before_;
  std::uint64_t largest_block_ = 0;
};

}  // namespace gossamer::arch::planar
