// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/cpu_level.hpp"

namespace gossamer::arch::dcnn {

/// All products of a step in one PE.
struct DotTask {
  const std::int16_t* inputs = nullptr;   ///< [position][pitch]
  const std::int16_t* weights = nullptr;  ///< [filter][pitch]
  std::uint32_t* sums = nullptr;          ///< [filter][position], modulo 2^32
  std::uint32_t positions = 0;
  std::uint32_t filters = 0;
  std::uint32_t products = 0;  ///< of an output, padded (padded_products); those added are zero
  std::uint32_t pitch = 0;
  unsigned shift = 0;
};

/// Products of an output, rounded up to what kernels take at a time.
inline constexpr std::uint32_t padded_products(std::uint32_t products) {
  return (products + 15) / 16 * 16;
}

/// sums[k][p] += sum over i of (inputs[p][i] * weights[k][i]) >> shift.
using DotKernel = void (*)(const DotTask& task);

/// The kernel of a level. The host must have it.
DotKernel dot_kernel(core::CpuLevel level);

}  // namespace gossamer::arch::dcnn
