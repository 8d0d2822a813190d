// SPDX-License-Identifier: Apache-2.0
#include <immintrin.h>

#include "arch/pe_array/mac_kernels.hpp"

// The body needs the declarations above.
#include "arch/pe_array/mac_kernels.inc"

namespace gossamer::arch::pe_array {

extern const MacKernel mac_kernel_avx512 = multiply_step;

}  // namespace gossamer::arch::pe_array
