// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/dcnn/image_plan.hpp"
#include "arch/planar/input_loader.hpp"

namespace gossamer::arch::dcnn {

/// The input memories of all PEs: every value, zeros among them, in one of them. Resident inputs of
/// all time tiles are there from the start; loaded ones of two time tiles, channel by channel as
/// they come.
class InputMemories : public planar::InputSink {
 public:
  explicit InputMemories(const ImagePlan& image);

  /// Empties the memories that `tile` uses.
  void begin_tile(std::uint32_t tile) override;
  std::uint32_t slices(std::uint32_t tile, std::uint32_t pe) const override {
    return stores_[number(tile, pe)].channels;
  }
  void append(std::uint32_t tile, std::uint32_t pe, const planar::BlockView& block) override;

  /// Inputs of one channel that a PE has.
  std::size_t pitch(std::uint32_t tile, std::uint32_t pe) const {
    return image_.tiles[tile].input(pe).area();
  }
  /// Those of a channel, row by row, there until the next append(); pitch() from one channel to the
  /// next.
  const std::int16_t* channel(std::uint32_t tile, std::uint32_t pe, std::uint32_t channel) const {
    return stores_[number(tile, pe)].values.data() + channel * pitch(tile, pe);
  }

 private:
  struct Store {
    std::vector<std::int16_t> values;
    std::uint32_t channels = 0;
  };
  std::size_t number(std::uint32_t tile, std::uint32_t pe) const {
    return std::size_t{tile % tiles_held_} * image_.plan.grid.pes() + pe;
  }

  const ImagePlan& image_;
  std::uint32_t tiles_held_;
  std::vector<Store> stores_;  // [tile][PE]
};

}  // namespace gossamer::arch::dcnn
