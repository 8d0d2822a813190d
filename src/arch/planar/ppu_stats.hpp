// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "core/counter.hpp"

namespace gossamer::arch::planar {

/// The counters of a post-processing unit and of what it reads and writes.
struct PpuStats {
  core::StatGroup banks{"pe/accumulators", "accumulator_bank"};
  core::Counter read{banks, "read", core::Unit::action, "a sum read to be sent or post-processed"};

  core::StatGroup ppu{"pe/ppu", "ppu"};
  core::Counter process{ppu, "process", core::Unit::action, "an output made of a sum"};

  core::StatGroup oaram{"pe/oaram", "sram"};
  core::Counter write{oaram, "write", core::Unit::action, "a vector of outputs written"};

  std::array<const core::StatGroup*, 3> groups() const { return {&banks, &ppu, &oaram}; }
};

}  // namespace gossamer::arch::planar
