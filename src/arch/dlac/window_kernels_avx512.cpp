// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/window_kernels.hpp"

// The body needs the declarations above.
#include "arch/dlac/window_kernels.inc"

namespace gossamer::arch::dlac {

extern const WindowKernel window_kernel_avx512 = walk_windows;
extern const PairKernel pair_kernel_avx512 = count_pairs;

}  // namespace gossamer::arch::dlac
