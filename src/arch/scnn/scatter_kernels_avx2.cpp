// SPDX-License-Identifier: Apache-2.0
#include <immintrin.h>

#include "arch/scnn/scatter_kernels.hpp"

// The body needs the declarations above, and each part the ones before it.
#include "arch/scnn/product_kernels.inc"
#include "arch/scnn/scatter_kernels.inc"
#include "arch/scnn/scatter_runs.inc"

namespace gossamer::arch::scnn {

extern const ScatterKernels scatter_kernels_avx2{run_pass, run_pass_wide, run_blocks,
                                                 multiply_vector, multiply_tile};

}  // namespace gossamer::arch::scnn
