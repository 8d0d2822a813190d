// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "arch/scnn/parameters.hpp"
#include "arch/scnn/run_state.hpp"
#include "arch/scnn/shared_names.hpp"
#include "tensor/run_length.hpp"

namespace gossamer::arch::scnn {

/// One vector of up to I activations of a slice as it leaves the input memory, placeholders
/// included.
struct ActivationVector {
  const Activation* lanes;
  std::uint32_t elements;
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

  /// Slices that are there.
  std::uint32_t slices() const { return static_cast<std::uint32_t>(slices_.size()); }
  /// Vectors of a slice.
  std::uint32_t vectors(std::uint32_t slice) const {
    return (slices_[slice].elements + lanes_ - 1) / lanes_;
  }

  ActivationVector vector(std::uint32_t slice, std::uint32_t number) const {
    const ActivationSlice& of = slices_[slice];
    const std::size_t first = of.first + std::size_t{number} * lanes_;
    return {activations_.data() + first,
            std::min<std::uint32_t>(lanes_, of.elements - number * lanes_)};
  }

  /// Values of a slice, placeholders included, and those of them that are no zeros.
  std::uint32_t elements(std::uint32_t slice) const { return slices_[slice].elements; }
  std::uint32_t nonzeros(std::uint32_t slice) const { return slices_[slice].nonzeros; }
  /// All slices as plain data, there until the next append().
  ActivationArrays arrays() const { return {slices_.data(), activations_.data(), tiles_.data()}; }

  /// The decoded tile of a slice as whole vectors of values, if it is full enough to be
  /// multiplied that way; otherwise null.
  const std::int16_t* tile(std::uint32_t slice) const {
    return slices_[slice].tile == no_dense_tile
               ? nullptr
               : tiles_.data() + std::size_t{slices_[slice].tile} * stride_;
  }

 private:
  void keep_tile(ActivationSlice& slice);
  void fill_up_vector();

  std::uint32_t lanes_;
  bool skips_zeros_;
  Keys position_keys_;
  std::uint32_t stride_;
  std::vector<ActivationSlice> slices_;
  std::vector<Activation> activations_;  // of each slice whole vectors, filled up with nothing
  std::vector<std::int16_t> tiles_;
};

}  // namespace gossamer::arch::scnn
