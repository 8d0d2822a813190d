// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/machine.hpp"
#include "report/run_report.hpp"
#include "workload/layer.hpp"

namespace gossamer::cli {

/// Which layers a user wants, and what to do with those that cannot be had.
struct PlanOptions {
  std::string layers;                                 ///< regular expression; "" chooses all
  std::uint64_t max_memory = std::uint64_t{8} << 30;  ///< bytes that one layer may need
  bool skip_unsupported = false;
};

/// What a run will simulate, in the order of the network.
struct RunPlan {
  std::vector<workload::Layer> layers;
  std::vector<report::SkippedLayer> skipped;
};

/// Chooses the layers of a run before anything is allocated. Throws ConfigError with every reason
/// why the run cannot start: a bad expression or one that matches nothing, layers without hardware,
/// layers over the memory limit, or nothing left to simulate.
RunPlan plan_run(const arch::Machine& machine, const workload::Network& network,
                 const PlanOptions& options, const arch::SimulationOptions& simulation);

}  // namespace gossamer::cli
