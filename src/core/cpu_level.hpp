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

}  // namespace gossamer::core
