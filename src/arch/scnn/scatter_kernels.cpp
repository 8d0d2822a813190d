// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/scatter_kernels.hpp"

namespace gossamer::arch::scnn {

extern const ScatterKernels scatter_kernels_baseline;
extern const ScatterKernels scatter_kernels_avx2;
extern const ScatterKernels scatter_kernels_avx512;

const ScatterKernels& scatter_kernels(core::CpuLevel level) {
  return core::at_level(level, scatter_kernels_baseline, scatter_kernels_avx2,
                        scatter_kernels_avx512);
}

}  // namespace gossamer::arch::scnn
