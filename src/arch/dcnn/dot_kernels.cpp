// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/dot_kernels.hpp"

namespace gossamer::arch::dcnn {

extern const DotKernel dot_kernel_baseline;
extern const DotKernel dot_kernel_avx2;
extern const DotKernel dot_kernel_avx512;

DotKernel dot_kernel(core::CpuLevel level) {
  switch (level) {
    case core::CpuLevel::avx512:
      return dot_kernel_avx512;
    case core::CpuLevel::avx2:
      return dot_kernel_avx2;
    case core::CpuLevel::baseline:
      break;
  }
  return dot_kernel_baseline;
}

}  // namespace gossamer::arch::dcnn
