// SPDX-License-Identifier: Apache-2.0
#include "core/philox_kernels.hpp"

// The body needs the declarations above.
#include "core/philox_kernels.inc"

namespace gossamer::core {

extern const PhiloxKernel philox_kernel_avx512 = philox_blocks;

}  // namespace gossamer::core
