// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <numeric>

#include "arch/planar/plane_layer.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::dcnn {

/// Products of an output, fewer than these: keeps their numbers far inside 32 bits.
inline constexpr std::uint64_t most_products = std::uint64_t{1} << 30U;

/// A layer as this machine sees it: a convolution whose products of one output, flattened in the
/// order channel, row, column of the kernel, are cut into chunks of as many as a PE multiplies at
/// once.
struct DenseLayer : planar::PlaneLayer {
  std::uint32_t lanes;  ///< multipliers of a PE

  DenseLayer(const workload::Layer& layer, const planar::Grid& grid, std::uint32_t multipliers)
      : PlaneLayer{layer, grid}, lanes{multipliers} {}

  std::uint32_t taps() const { return conv.filter_height * conv.filter_width; }
  std::uint32_t channels_of_group() const { return conv.channels / conv.groups; }
  /// Products of an output.
  std::uint32_t products() const { return channels_of_group() * taps(); }
  std::uint32_t chunks() const { return (products() + lanes - 1) / lanes; }
  /// Products of a chunk: all but the last one have as many as there are multipliers.
  std::uint32_t products_of(std::uint32_t chunk) const {
    return chunk + 1 < chunks() ? lanes : products() - chunk * lanes;
  }
  /// Input channels of the group that a chunk begins and ends in.
  std::uint32_t first_channel(std::uint32_t chunk) const { return chunk * lanes / taps(); }
  std::uint32_t last_channel(std::uint32_t chunk) const {
    return (chunk * lanes + products_of(chunk) - 1) / taps();
  }
  /// Chunks after which they begin at the same tap again.
  std::uint32_t period() const { return taps() / std::gcd(taps(), lanes); }
  /// Input channels of the chunk that spans most.
  std::uint32_t most_channels_of_a_chunk() const;
};

}  // namespace gossamer::arch::dcnn
