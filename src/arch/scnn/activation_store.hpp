// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/input_blocks.hpp"
#include "arch/scnn/parameters.hpp"
#include "tensor/run_length.hpp"

namespace gossamer::arch::scnn {

/// One vector of I activations of a slice as it leaves the input memory: values and where their
/// products land.
struct ActivationVector {
  const std::int16_t* values;
  const std::uint32_t* keys;       ///< numbers in the layer's FootKeys
  const std::uint32_t* positions;  ///< in the flattened tile
  std::uint32_t elements;          ///< values in the vector, placeholders included
  std::uint32_t nonzeros;
};

/// The input activation memory (IARAM) of a PE: the blocks of its tile, one per slice, and the
/// vectors that its address decoder makes of them.
class ActivationStore {
 public:
  /// Keys of the tile's positions, of each phase.
  using Keys = std::vector<std::vector<std::uint32_t>>;

  /// An empty memory. `stride`: positions of the largest tile of a phase, padded
  /// (Accumulators::stride_of).
  ActivationStore(const Params& params, Keys keys, std::uint32_t stride);

  /// Decodes the block of the next slice.
  void append(const BlockView& block);

  /// Vectors of a slice: numbers begin(slice) to begin(slice + 1) - 1.
  std::uint32_t begin(std::uint32_t slice) const { return begin_[slice]; }
  /// Slices that are there.
  std::uint32_t slices() const { return static_cast<std::uint32_t>(begin_.size() - 1); }

  ActivationVector vector(std::uint32_t number) const {
    const std::size_t first = std::size_t{number} * lanes_;
    return {values_.data() + first, keys_.data() + first, positions_.data() + first, count_[number],
            nonzeros_[number]};
  }

  /// Values of a slice, placeholders included, and those of them that are no zeros.
  std::uint32_t elements(std::uint32_t slice) const { return slice_elements_[slice]; }
  std::uint32_t nonzeros(std::uint32_t slice) const { return slice_nonzeros_[slice]; }

  /// The decoded tile of a slice as whole vectors of values, if it is full enough to be
  /// multiplied that way; otherwise null.
  const std::int32_t* tile(std::uint32_t slice) const {
    return tile_of_slice_[slice] == no_tile ? nullptr : tiles_.data() + tile_of_slice_[slice];
  }

 private:
  static constexpr std::size_t no_tile = ~std::size_t{0};

  void keep_tile(std::uint32_t first_vector);

  std::uint32_t lanes_;
  Keys position_keys_;
  std::uint32_t stride_;
  std::vector<std::uint32_t> begin_{0};
  std::vector<std::int16_t> values_;
  std::vector<std::uint32_t> keys_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::uint8_t> count_;
  std::vector<std::uint8_t> nonzeros_;
  std::vector<std::uint32_t> slice_elements_;
  std::vector<std::uint32_t> slice_nonzeros_;
  std::vector<std::size_t> tile_of_slice_;  // offset into tiles_
  std::vector<std::int32_t> tiles_;
};

}  // namespace gossamer::arch::scnn
