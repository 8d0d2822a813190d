// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "workload/operand_mask.hpp"

namespace gossamer::workload {

/// Where the 1s of up to `most` neighbouring elements of a mask are.
struct NonzeroRun {
  static constexpr std::size_t most = 1024;

  std::size_t first = 0;                      ///< element of the mask
  std::size_t count = 0;                      ///< of 1s
  std::array<std::uint32_t, most> offsets{};  ///< of those, from `first`

  std::size_t at(std::size_t i) const { return first + offsets[i]; }
};

/// Calls `visit` with the 1s of a mask, run by run in their order. Lists where they are before
/// anyone draws a value, since a branch on each random bit of the mask would cost more.
template <class Visit>
void for_each_run_of_nonzeros(const OperandMask& mask, Visit visit) {
  NonzeroRun run;
  for (; run.first < mask.size(); run.first += NonzeroRun::most) {
    const std::size_t n = std::min(NonzeroRun::most, mask.size() - run.first);
    run.count = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
      run.offsets[run.count] = i;
      run.count += mask[run.first + i];
    }
    visit(run);
  }
}

}  // namespace gossamer::workload
