// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
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

/// Positions of a tile, padded to what multiply_tile takes at a time.
inline constexpr std::uint32_t padded_tile(std::uint32_t positions) {
  return positions <= 4 ? 4 : (positions + 7) / 8 * 8;
}

/// An activation, its place in the flattened tile, and where its products land (FootKeys).
struct Activation {
  std::int16_t value;
  std::uint16_t position;
  std::uint32_t key;
};

/// Where products go: sums[tap * stride + position] += (activation * weight) >> shift, modulo 2^32.
struct Sums {
  std::uint32_t* at;
  std::uint32_t stride;
  unsigned shift;
};

/// A weight block against all activation vectors of its slice: its `vectors` weight vectors pass
/// once per activation vector, or by, if there is none.
struct Visit {
  std::uint32_t vectors;
  std::uint32_t passes;
};

/// Blocks one after the other, on 32 banks with 8-bit lanes. Edges are absolute.
struct VisitRun {
  const Visit* visits = nullptr;
  std::uint32_t count = 0;
  const std::uint8_t* const* rows = nullptr;  ///< of all passes, in order, as in Pass
  const std::uint8_t* lanes = nullptr;        ///< rows of each pass, in order
  const std::uint64_t* visible = nullptr;     ///< per weight vector: edge from which it is there
  std::uint64_t* free_from = nullptr;         ///< raised to the edge after its last use
  std::uint32_t* unreleased = nullptr;        ///< lowered by one
  std::uint8_t* levels = nullptr;
  std::uint8_t depth = 0;
  std::uint8_t enqueue_width = 0;
  std::uint64_t at = 0;      ///< the first edge; on return the edge after the last
  std::uint64_t stalls = 0;  ///< on return: edges in which products were left at the crossbar
  std::uint64_t waits = 0;   ///< on return: edges in which the next weight vector was not there
};

/// What multiply_tile and multiply_vector take, of many blocks.
struct TileProduct {
  const std::int16_t* tile;
  const std::int16_t* weights;
  const std::uint32_t* taps;
  std::uint32_t count;
};
struct VectorProduct {
  const Activation* activations;
  std::uint32_t lanes;
  const std::int16_t* weights;
  const std::uint32_t* taps;
  std::uint32_t count;
};

/// The hot loops of a PE, compiled for one instruction set.
struct ScatterKernels {
  /// Issues the vectors one per edge, each as soon as all products of the one before have entered
  /// the bank queues, and drains one product per bank and edge. Returns the edges taken; those
  /// above last - first were stalls. For at most 255 products of an issue.
  std::uint64_t (*pass)(const Pass<std::uint8_t>& pass);

  /// The same for at most 65535 products of an issue.
  std::uint64_t (*pass_wide)(const Pass<std::uint16_t>& pass);

  /// The passes of many blocks. A vector that is not there when its turn comes is waited for.
  void (*visit)(VisitRun& run);

  /// `lanes` activations with `count` weights.
  void (*multiply_vector)(const Sums& sums, const Activation* activations, std::uint32_t lanes,
                          const std::int16_t* weights, const std::uint32_t* taps,
                          std::uint32_t count);

  /// A tile of `stride` activations, padded, with `count` weights.
  void (*multiply_tile)(const Sums& sums, const std::int16_t* tile, const std::int16_t* weights,
                        const std::uint32_t* taps, std::uint32_t count);

  /// The same for many blocks.
  void (*multiply_tiles)(const Sums& sums, const TileProduct* products, std::size_t count);
  void (*multiply_vectors)(const Sums& sums, const VectorProduct* products, std::size_t count);
};

/// The kernels of a level. The host must have it.
const ScatterKernels& scatter_kernels(core::CpuLevel level);

}  // namespace gossamer::arch::scnn
