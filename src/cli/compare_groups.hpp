// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/compare_machines.hpp"

namespace gossamer::cli {

/// The runs of one workload, one for each machine; null where a machine has not run it.
struct RunGroup {
  std::string name;
  std::vector<const report::comparison::StoredRun*> runs;
};

/// The workloads that the machines have run, or will; with `allow_different` also one of unlike
/// workloads, named as all of them. Throws ConfigError for what keeps runs from being compared,
/// which `allow_different` puts into `notes`; always where no layer of the baseline is one of
/// another machine.
std::vector<RunGroup> comparable_groups(const std::vector<MachineSource>& machines,
                                        std::size_t baseline, bool allow_different,
                                        std::vector<std::string>& notes);

}  // namespace gossamer::cli
