// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace gossamer::workload {

/// The constant c for which the number of `sums` (24 bits each) with max(sum - c, 0) >>
/// output_shift above 0 comes nearest to density x sums; of several, the one nearest to 0.
std::int32_t output_constant(std::vector<std::int32_t> sums, double density, unsigned output_shift);

}  // namespace gossamer::workload
