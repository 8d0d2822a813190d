// SPDX-License-Identifier: Apache-2.0
// What the innermost loop of a PE goes through: plain data, since that loop is compiled for several
// instruction sets and must not bring along functions of shared headers.
#pragma once

#include <csignal>
#include <cstddef>
#include <cstdint>

namespace gossamer::arch::scnn {

class WeightBlock;

/// An activation, its place in the flattened tile, and where its products land (FootKeys).
struct Activation {
  std::int16_t value;
  std::uint16_t position;
  std::uint32_t key;
};

/// The values of a slice, placeholders included: small, since every PE looks at one for every
/// block.
struct ActivationSlice {
  std::uint32_t first;  ///< of its activations: whole vectors, filled up with what has no products
  std::uint16_t elements;
  std::uint16_t nonzeros;
  std::uint32_t tile;  ///< in the tiles, by strides; or no_dense_tile
};
inline constexpr std::uint32_t no_dense_tile = ~std::uint32_t{0};

/// The inputs of a PE, by slice.
struct ActivationArrays {
  const ActivationSlice* slices = nullptr;
  const Activation* activations = nullptr;
  const std::int16_t* tiles = nullptr;
};

/// The banks that the products of one activation with each vector of a block go to.
struct ScatterRow {
  const std::uint8_t* products = nullptr;  ///< [vector][bank]: products for that bank
  std::uint32_t sent = 0;                  ///< all of them
  std::uint32_t useful = 0;                ///< those of non-zero weights: products inside the plane
};

/// A weight block (WeightBlock says what the fields are).
struct BlockArrays {
  std::uint32_t slice = 0;
  std::uint32_t vectors = 0;
  bool whole = false;  ///< all vectors are sent, once; otherwise runs end here
  std::uint32_t elements = 0;
  std::uint32_t nonzeros = 0;
  const std::int16_t* values = nullptr;
  const std::uint32_t* taps = nullptr;
  const ScatterRow* rows = nullptr;  ///< by key; one without products has to be made
  WeightBlock* block = nullptr;
};

/// Where products go: sums[tap * stride + position] += (activation * weight) >> shift, modulo 2^32.
struct Sums {
  std::uint32_t* at = nullptr;  ///< null: none are added up
  std::uint32_t stride = 0;
  unsigned shift = 0;
};

/// What was multiplied in a run; pairs of values by whether zeros are among them.
struct RunCounts {
  std::uint64_t passes = 0;     ///< activation vectors, once per block they met
  std::uint64_t issues = 0;     ///< pairs of vectors
  std::uint64_t pairs = 0;      ///< of elements, placeholders and zeros included
  std::uint64_t nonzero_a = 0;  ///< with a non-zero activation
  std::uint64_t nonzero_w = 0;  ///< with a non-zero weight
  std::uint64_t nonzero = 0;    ///< with both
  std::uint64_t useful = 0;     ///< of two non-zeros, inside the plane
  std::uint64_t sent = 0;       ///< sent to a bank
};

/// Blocks one after the other against the activations of their slices, on 32 banks with 8-bit
/// lanes. Edges are absolute.
struct RunState {
  const BlockArrays* blocks = nullptr;  ///< a ring (WeightFifos)
  std::uint32_t block_mask = 0;
  std::uint32_t first_block = 0;  ///< number of the first
  std::uint32_t slice_end = 0;    ///< the inputs of slices before this one are there
  std::size_t room = 0;           ///< weight vectors that the run may take
  void (*make_row)(WeightBlock& block, std::uint32_t key) = nullptr;
  const std::uint64_t* visible = nullptr;  ///< per weight vector: edge from which it is there
  std::uint64_t* free_from = nullptr;      ///< raised to the edge after its last use
  ActivationArrays inputs;
  std::uint32_t lanes = 0;         ///< activations in a vector
  std::uint32_t weights = 0;       ///< weights in a vector
  bool skips_activations = false;  ///< zero activations have no products
  std::uint8_t* levels = nullptr;
  std::uint8_t depth = 0;
  std::uint8_t enqueue_width = 0;
  Sums sums;
  volatile std::sig_atomic_t* work = nullptr;  ///< told when multiplication begins and ends
  std::sig_atomic_t multiplication = 0;

  std::size_t vectors = 0;   ///< on return: weight vectors taken, whole blocks
  std::uint64_t at = 0;      ///< the first edge; on return the edge after the last
  std::uint64_t stalls = 0;  ///< on return: edges in which products were left at the crossbar
  std::uint64_t waits = 0;   ///< on return: edges in which the next weight vector was not there
  RunCounts counts;          ///< on return
};

}  // namespace gossamer::arch::scnn
