// SPDX-License-Identifier: Apache-2.0
#include <emmintrin.h>

#include "arch/dcnn/dot_kernels.hpp"

// The body needs the declarations above.
#include "arch/dcnn/dot_kernels.inc"

namespace gossamer::arch::dcnn {

extern const DotKernel dot_kernel_baseline = multiply_step;

}  // namespace gossamer::arch::dcnn
