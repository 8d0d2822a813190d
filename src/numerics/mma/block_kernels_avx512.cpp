// SPDX-License-Identifier: Apache-2.0
#include <immintrin.h>

#include <limits>

#include "numerics/mma/block_kernels.hpp"

// The bodies need the declarations above.
#include "numerics/mma/block_kernels.inc"
#include "numerics/mma/integer_kernels.inc"

namespace gossamer::numerics::mma {

extern const FloatKernel float_kernel_avx512 = multiply_floats;
extern const IntegerKernel integer_kernel_avx512 = multiply_integers;

}  // namespace gossamer::numerics::mma
