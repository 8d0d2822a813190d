// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/dma_parameters.hpp"

namespace gossamer::arch::planar {

void DmaParams::describe(core::ParameterVisitor& v) {
  v.field("buffer_kib", buffer_kib, "KiB",
          "inputs on their way from DRAM; one PE's block of a channel fits in any case", 1U,
          1U << 20U);
}

}  // namespace gossamer::arch::planar
