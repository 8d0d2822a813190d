// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/conv_layer.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/tiling.hpp"
#include "tensor/run_length.hpp"

namespace gossamer::arch::scnn {

/// Whether a PE has a channel of its convolution group, counted from the group's first.
inline bool holds_channel(const Grid& grid, std::uint32_t pe, std::uint32_t channel_in_group) {
  return grid.mapping != Mapping::channel || channel_in_group % grid.pes() == pe;
}

/// A compressed block.
struct BlockView {
  const tensor::RunLengthElement* elements = nullptr;
  std::uint32_t count = 0;
};

/// The inputs of an image as PEs store them: a block per time tile, slice (one phase of one
/// channel: channel x phases + phase) and PE.
class InputBlocks {
 public:
  /// Compresses. image: [channels][height][width].
  InputBlocks(const Params& params, const ConvLayer& layer, const std::vector<Tiling>& tiles,
              const std::int16_t* image);

  BlockView block(std::size_t tile, std::uint32_t slice, std::uint32_t pe) const {
    const std::size_t number = (tile * slices_ + slice) * pes_ + pe;
    return {elements_.data() + begin_[number],
            static_cast<std::uint32_t>(begin_[number + 1] - begin_[number])};
  }

  /// Values with indices of a PE in one time tile, and in the one that has most, over all PEs.
  std::uint64_t stored(std::size_t tile, std::uint32_t pe) const;
  std::uint64_t most_stored_in_a_tile() const;
  /// Those of all time tiles, of the PE that has most.
  std::uint64_t most_stored() const;

 private:
  std::size_t slices_;
  std::size_t pes_;
  std::size_t tiles_;
  std::vector<tensor::RunLengthElement> elements_;
  std::vector<std::size_t> begin_{0};
};

}  // namespace gossamer::arch::scnn
