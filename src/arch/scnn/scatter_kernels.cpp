// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/scatter_kernels.hpp"

namespace gossamer::arch::scnn {

extern const ScatterKernels scatter_kernels_baseline;
extern const ScatterKernels scatter_kernels_avx2;
extern const ScatterKernels scatter_kernels_avx512;

const ScatterKernels& scatter_kernels(core::CpuLevel level) {
  switch (level) {
    case core::CpuLevel::avx512:
      return scatter_kernels_avx512;
    case core::CpuLevel::avx2:
      return scatter_kernels_avx2;
    case core::CpuLevel::baseline:
      break;
  }
  return scatter_kernels_baseline;
}

}  // namespace gossamer::arch::scnn
