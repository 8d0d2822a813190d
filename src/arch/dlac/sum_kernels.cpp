// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/sum_kernels.hpp"

#include <cstddef>

namespace gossamer::arch::dlac {

extern const SumKernels sum_kernels_baseline;
extern const SumKernels sum_kernels_avx2;
extern const SumKernels sum_kernels_avx512;

SumKernel sum_kernel(core::CpuLevel level, SumArithmetic arithmetic, SumKind kind) {
  const SumKernels& kernels =
      core::at_level(level, sum_kernels_baseline, sum_kernels_avx2, sum_kernels_avx512);
  return kernels[static_cast<std::size_t>(arithmetic)][static_cast<std::size_t>(kind)];
}

}  // namespace gossamer::arch::dlac
