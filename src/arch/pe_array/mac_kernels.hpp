// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/cpu_level.hpp"

namespace gossamer::arch::pe_array {

/// All vector products of a step in one PE: for each vector of the piece (row, column of the
/// kernel, chunk), each output of the block, each lane, sum = saturated(sum + dot product x scale
/// product).
struct MacTask {
  const std::int16_t* inputs = nullptr;          ///< vectors of the first chunk of the piece
  const std::uint16_t* input_scales = nullptr;   ///< of the same
  std::size_t chunk_pitch = 0;                   ///< vectors from a chunk to the next
  const std::int32_t* positions = nullptr;       ///< [tap][output]; -1: outside of the plane
  const std::int16_t* weights = nullptr;         ///< WeightTile::codes
  const std::uint16_t* weight_scales = nullptr;  ///< WeightTile::scales
  std::int32_t* sums = nullptr;                  ///< [output][lane]; up to 32 bits
  std::int64_t* wide_sums = nullptr;             ///< instead of them, where sums are wider
  std::uint32_t taps = 0;
  std::uint32_t chunks = 0;
  std::uint32_t outputs = 0;
  std::uint32_t lanes = 0;
  std::uint32_t first_lane = 0;
  std::uint32_t filters = 0;  ///< lanes in use
  std::uint32_t vector = 0;   ///< elements, an even number
  bool scaled = false;        ///< else every scale product is 1
  std::uint32_t shift = 0;    ///< of the scale product
  std::uint32_t highest_scale_product = 0;
  std::int64_t highest_sum = 0;

  // Results.
  std::uint64_t saturations = 0;  ///< additions that were cut
  std::uint64_t zero_scales = 0;  ///< scale products that are zero, of inputs inside the plane
};

using MacKernel = void (*)(MacTask& task);

inline constexpr std::uint32_t fast_kernel_lanes = 16;
inline constexpr std::uint32_t fast_kernel_bits = 31;

/// The kernel of a level, for a multiple of fast_kernel_lanes and for terms and sums of at most
/// fast_kernel_bits bits, sign included. The host must have the level.
MacKernel mac_kernel(core::CpuLevel level);

/// Any number of lanes, any width of terms and sums.
void multiply_generally(MacTask& task);

}  // namespace gossamer::arch::pe_array
