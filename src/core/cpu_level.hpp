// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gossamer::core {

/// Instruction sets that hot kernels are compiled for. All give the same bytes.
enum class CpuLevel { baseline, avx2, avx512 };

/// The best level this host has.
inline CpuLevel detected_cpu_level() {
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    return CpuLevel::avx512;
  }
  return __builtin_cpu_supports("avx2") ? CpuLevel::avx2 : CpuLevel::baseline;
}

/// Of three forms of the same, that of a level.
template <class Kernel>
const Kernel& at_level(CpuLevel level, const Kernel& baseline, const Kernel& avx2,
                       const Kernel& avx512) {
  switch (level) {
    case CpuLevel::avx512:
      return avx512;
    case CpuLevel::avx2:
      return avx2;
    case CpuLevel::baseline:
      break;
  }
  return baseline;
}

}  // namespace gossamer::core
