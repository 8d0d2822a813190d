// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace gossamer::arch::dlac {

/// A set of accumulators holds the complete sums of a tile.
struct SumsComplete {
  std::uint32_t half = 0;
  std::uint32_t tile = 0;  ///< in the order of the steps
  std::uint32_t block = 0;
  std::uint32_t image = 0;
  std::uint32_t first_pixel = 0;
  std::uint32_t pixels = 0;
};

}  // namespace gossamer::arch::dlac
