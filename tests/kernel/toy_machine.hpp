// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/activity.hpp"
#include "core/cycles.hpp"
#include "kernel/simulation.hpp"

namespace gossamer::test {

/// What a run of the toy machine leaves behind.
struct ToyResult {
  core::Cycles cycles;
  std::uint64_t checksum = 0;
  std::vector<core::ActivityCounts> activity;
  std::uint64_t burst_edges = 0;
  std::uint64_t steps = 0;
};

/// A source deals `items` numbers to two workers, which need a different time for each; a sink
/// takes the results in turn, rests now and then, and folds them into a checksum. Bursts, sleep,
/// full and empty channels all occur.
ToyResult run_toy_machine(const kernel::Settings& settings, std::uint32_t items);

}  // namespace gossamer::test
