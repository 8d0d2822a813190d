// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "core/cpu_level.hpp"

namespace gossamer::arch::dlac {

/// What a PE does with the pairs of an output. Words of weights, sums and activations have 32 bits:
/// binary32 or two's complement.
enum class SumKind {
  add,       ///< weights: bits to flip, bits to keep (all or none) of an activation that is added
  multiply,  ///< weights: the number, bits of the product to keep
  split,     ///< weights: bits to keep for the positive sum, for the negative one
  scaled,    ///< the same for an activation times either scale; the negative one is subtracted
};

/// In which arithmetic: numerics::lowbit has one of each name.
enum class SumArithmetic { fp32, fp16, int32 };

/// Adds the non-zero activations of one output pixel at one filter position to the sums of all
/// columns, in order.
struct SumTask {
  const std::uint32_t* first;   ///< words of weights, [channel - first_channel][lanes]
  const std::uint32_t* second;  ///< the other words
  const std::uint32_t* channels;
  const std::uint32_t* activations;           ///< of those channels
  const std::uint32_t* negative_activations;  ///< of kind `scaled`: times the other scale
  std::uint32_t count;
  std::uint32_t first_channel;
  std::uint32_t lanes;  ///< a multiple of 16
  std::uint32_t* sums;
  std::uint32_t* negative_sums;  ///< of kind `split`
};

using SumKernel = void (*)(const SumTask& task);
/// [arithmetic][kind]; null where there is none: integers are not scaled before the sum.
using SumKernels = std::array<std::array<SumKernel, 4>, 3>;

SumKernel sum_kernel(core::CpuLevel level, SumArithmetic arithmetic, SumKind kind);

}  // namespace gossamer::arch::dlac
