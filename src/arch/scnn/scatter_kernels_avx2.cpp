// SPDX-License-Identifier: Apache-2.0
#include <immintrin.h>

#include "arch/scnn/scatter_kernels.hpp"

// clang-format off: the body needs the declarations above
#include "arch/scnn/product_kernels.inc"
#include "arch/scnn/scatter_kernels.inc"
// clang-format on

namespace gossamer::arch::scnn {

extern const ScatterKernels scatter_kernels_avx2{run_pass,        run_pass_wide, visit,
                                                 multiply_vector, multiply_tile, multiply_tiles,
                                                 multiply_vectors};

}  // namespace gossamer::arch::scnn
