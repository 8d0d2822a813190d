// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/foot_keys.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/tiling.hpp"
#include "tensor/run_length.hpp"

namespace gossamer::arch::scnn {

/// One vector of I activations of a channel as it leaves the input memory: values and where their
/// products land.
struct ActivationVector {
  const std::int16_t* values;
  const std::uint32_t* keys;       ///< numbers in the layer's FootKeys
  const std::uint32_t* positions;  ///< in the flattened tile
  std::uint32_t elements;          ///< values in the vector, placeholders included
  std::uint32_t nonzeros;
};

/// The input activation memory (IARAM) of a PE: the run-length blocks of its tile, one per channel,
/// and the vectors that its address decoder makes of them.
class ActivationStore {
 public:
  /// Compresses the tile of one image and decodes it. image: [channels][height][width].
  ActivationStore(const Params& params, const workload::Conv2d& conv, const Rect& tile,
                  const std::int16_t* image, FootKeys& keys);

  /// Values with indices that the memory holds.
  std::uint64_t stored() const { return elements_.size(); }

  /// Vectors of a channel: numbers begin(channel) to begin(channel + 1) - 1.
  std::uint32_t begin(std::uint32_t channel) const { return begin_[channel]; }

  ActivationVector vector(std::uint32_t number) const {
    const std::size_t first = std::size_t{number} * lanes_;
    return {values_.data() + first, keys_.data() + first, positions_.data() + first, count_[number],
            nonzeros_[number]};
  }

  /// Values of a channel, placeholders included, and those of them that are no zeros.
  std::uint32_t elements(std::uint32_t channel) const { return channel_elements_[channel]; }
  std::uint32_t nonzeros(std::uint32_t channel) const { return channel_nonzeros_[channel]; }

  /// The decoded tile of a channel as whole vectors of values, if it is full enough to be
  /// multiplied that way; otherwise null.
  const std::int32_t* tile(std::uint32_t channel) const {
    return tile_of_channel_[channel] == no_tile ? nullptr
                                                : tiles_.data() + tile_of_channel_[channel];
  }

 private:
  static constexpr std::size_t no_tile = ~std::size_t{0};

  void decode(const Rect& tile, std::size_t first_element, FootKeys& keys);
  void keep_tile(std::uint32_t first_vector, std::uint32_t stride);

  std::uint32_t lanes_;
  std::vector<tensor::RunLengthElement> elements_;
  std::vector<std::uint32_t> begin_;
  std::vector<std::int16_t> values_;
  std::vector<std::uint32_t> keys_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::uint8_t> count_;
  std::vector<std::uint8_t> nonzeros_;
  std::vector<std::uint32_t> channel_elements_;
  std::vector<std::uint32_t> channel_nonzeros_;
  std::vector<std::size_t> tile_of_channel_;  // offset into tiles_
  std::vector<std::int32_t> tiles_;
};

}  // namespace gossamer::arch::scnn
