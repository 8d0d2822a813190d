// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "arch/machine.hpp"
#include "cli/run_plan.hpp"
#include "cli/trace_options.hpp"

namespace gossamer::cli {

/// The command line of `gossamer run`.
struct RunOptions {
  std::string architecture;  ///< file or shipped name
  std::string workload;      ///< file or shipped name
  std::string output;        ///< directory; "" for out/ARCH-WORKLOAD
  std::vector<std::string> overrides;
  PlanOptions plan;
  arch::SimulationOptions simulation;
  TraceOptions trace;
  unsigned jobs = 1;
  bool accelergy = false;  ///< also writes machine, prices and counts in Accelergy's format
};

}  // namespace gossamer::cli
