// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/window_kernels.hpp"

namespace gossamer::arch::dlac {

extern const WindowKernel window_kernel_baseline;
extern const WindowKernel window_kernel_avx2;
extern const WindowKernel window_kernel_avx512;
extern const PairKernel pair_kernel_baseline;
extern const PairKernel pair_kernel_avx2;
extern const PairKernel pair_kernel_avx512;

WindowKernel window_kernel(core::CpuLevel level) {
  return core::at_level(level, window_kernel_baseline, window_kernel_avx2, window_kernel_avx512);
}

PairKernel pair_kernel(core::CpuLevel level) {
  return core::at_level(level, pair_kernel_baseline, pair_kernel_avx2, pair_kernel_avx512);
}

}  // namespace gossamer::arch::dlac
