// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/dot_kernels.hpp"

namespace gossamer::arch::dcnn {

extern const DotKernel dot_kernel_baseline;
extern const DotKernel dot_kernel_avx2;
extern const DotKernel dot_kernel_avx512;

DotKernel dot_kernel(core::CpuLevel level) {
  return core::at_level(level, dot_kernel_baseline, dot_kernel_avx2, dot_kernel_avx512);
}

}  // namespace gossamer::arch::dcnn
