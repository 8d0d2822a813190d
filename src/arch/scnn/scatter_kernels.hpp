// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/cpu_level.hpp"

namespace gossamer::arch::scnn {

/// One stationary activation vector against the weight vectors first to last - 1, products per bank
/// counted in lanes of 8 or 16 bits.
template <class Lane>
struct Pass {
  const std::uint8_t* const* rows = nullptr;  ///< per activation: products per [vector][bank]
  std::uint32_t activations = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t stride = 0;            ///< banks from one vector to the next: all, rounded up to 32
  Lane* levels = nullptr;              ///< [stride]: products waiting in front of each bank
  Lane* waiting = nullptr;             ///< [stride]: scratch
  Lane depth = 0;                      ///< of a bank's queue
  Lane enqueue_width = 0;              ///< products one queue takes per edge
  std::uint32_t* issued_at = nullptr;  ///< [last - first]: edge of each issue, from 0; may be null
};

/// Positions that multiply_tile takes at a time: tiles are padded to whole vectors of them.
inline constexpr std::uint32_t tile_vector = 16;

/// Where products go: sums[tap * stride + position] += (activation * weight) >> shift, modulo 2^32.
struct Sums {
  std::uint32_t* at;
  std::uint32_t stride;
  unsigned shift;
};

/// The hot loops of a PE, compiled for one instruction set.
struct ScatterKernels {
  /// Issues the vectors one per edge, each as soon as all products of the one before have entered
  /// the bank queues, and drains one product per bank and edge. Returns the edges taken; those
  /// above last - first were stalls. For at most 255 products of an issue.
  std::uint64_t (*pass)(const Pass<std::uint8_t>& pass);

  /// The same for at most 65535 products of an issue.
  std::uint64_t (*pass_wide)(const Pass<std::uint16_t>& pass);

  /// One activation (sums.at is at its position) with `count` weights.
  void (*multiply_one)(const Sums& sums, std::int16_t activation, const std::int16_t* weights,
                       const std::uint32_t* taps, std::uint32_t count);

  /// A tile of `stride` activations, a multiple of tile_vector, with `count` weights.
  void (*multiply_tile)(const Sums& sums, const std::int32_t* tile, const std::int16_t* weights,
                        const std::uint32_t* taps, std::uint32_t count);
};

/// The kernels of a level. The host must have it.
const ScatterKernels& scatter_kernels(core::CpuLevel level);

}  // namespace gossamer::arch::scnn
