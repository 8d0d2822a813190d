// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/cpu_level.hpp"

namespace gossamer::test {

/// Every instruction set that the hot kernels are compiled for and this host can run.
inline std::vector<core::CpuLevel> host_levels() {
  std::vector<core::CpuLevel> levels{core::CpuLevel::baseline};
  const core::CpuLevel best = core::detected_cpu_level();
  if (best != core::CpuLevel::baseline) levels.push_back(core::CpuLevel::avx2);
  if (best == core::CpuLevel::avx512) levels.push_back(core::CpuLevel::avx512);
  return levels;
}

}  // namespace gossamer::test
