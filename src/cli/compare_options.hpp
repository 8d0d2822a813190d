// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "arch/machine.hpp"
#include "cli/run_plan.hpp"

namespace gossamer::cli {

/// The command line of `gossamer compare`.
struct CompareOptions {
  std::vector<std::string> machines;   ///< directories of runs, architecture files, shipped names
  std::vector<std::string> workloads;  ///< files or shipped names
  std::string output = "out/compare";
  std::string baseline;    ///< "" for the first machine
  std::string equal;       ///< "" for machines as they are
  std::string technology;  ///< file or shipped name; "" for each machine's own
  bool allow_different = false;
  std::vector<std::string> overrides;  ///< [MACHINE:]path=value
  PlanOptions plan;
  arch::SimulationOptions simulation;
  unsigned jobs = 1;
  std::vector<std::string> run_options;  ///< those given that only a simulation has a use for
};

}  // namespace gossamer::cli
