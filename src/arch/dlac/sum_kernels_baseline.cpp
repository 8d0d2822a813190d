// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/sum_kernels.hpp"

// The body needs the declarations above.
#include "arch/dlac/sum_kernels.inc"

namespace gossamer::arch::dlac {

extern const SumKernels sum_kernels_baseline = kernels_of_this_level;

}  // namespace gossamer::arch::dlac
