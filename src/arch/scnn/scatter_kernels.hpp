// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "arch/scnn/run_state.hpp"
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

/// Positions of a tile, padded to what multiply_tile takes at a time.
inline constexpr std::uint32_t padded_tile(std::uint32_t positions) {
  return positions <= 4 ? 4 : (positions + 7) / 8 * 8;
}

/// The hot loops of a PE, compiled for one instruction set.
struct ScatterKernels {
  /// Issues the vectors one per edge, each as soon as all products of the one before have entered
  /// the bank queues, and drains one product per bank and edge. Returns the edges taken; those
  /// above last - first were stalls. For at most 255 products of an issue.
  std::uint64_t (*pass)(const Pass<std::uint8_t>& pass);

  /// The same for at most 65535 products of an issue.
  std::uint64_t (*pass_wide)(const Pass<std::uint16_t>& pass);

  /// Many blocks one after the other. A vector that is not there when its turn comes is waited for.
  void (*run)(RunState& run);

  /// `lanes` activations with `count` weights.
  void (*multiply_vector)(const Sums& sums, const Activation* activations, std::uint32_t lanes,
                          const std::int16_t* weights, const std::uint32_t* taps,
                          std::uint32_t count);

  /// A tile of `stride` activations, padded, with `count` weights.
  void (*multiply_tile)(const Sums& sums, const std::int16_t* tile, const std::int16_t* weights,
                        const std::uint32_t* taps, std::uint32_t count);
};

/// The kernels of a level. The host must have it.
const ScatterKernels& scatter_kernels(core::CpuLevel level);

}  // namespace gossamer::arch::scnn
