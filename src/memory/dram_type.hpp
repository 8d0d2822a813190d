// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gossamer::memory {

/// What a DRAM is made of: decides its energy per bit alone. `horowitz` is the price of Horowitz,
/// ISSCC 2014, for comparison with papers that use it.
enum class DramType { lpddr4, lpddr2, ddr3, ddr4, gddr5, hmc, hbm2, horowitz };

inline const std::vector<std::string> dram_type_names{"lpddr4", "lpddr2", "ddr3", "ddr4",
                                                      "gddr5",  "hmc",    "hbm2", "horowitz"};

/// The row of the library of primitives that prices it: `dram_lpddr4`.
inline std::string dram_primitive(DramType type) {
  return "dram_" + dram_type_names[static_cast<std::size_t>(type)];
}

}  // namespace gossamer::memory
