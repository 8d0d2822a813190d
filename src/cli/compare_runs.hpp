// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <map>
#include <string>
#include <vector>

#include "cli/compare_machines.hpp"
#include "cli/compare_options.hpp"
#include "cli/console.hpp"
#include "cli/exit_codes.hpp"
#include "cli/run.hpp"
#include "workload/layer.hpp"

namespace gossamer::cli {

/// The runs that a comparison simulates: every machine that is no directory on every workload.
class CompareRuns {
 public:
  /// Prepares all runs, so that what could be refused is before the first one starts; `machines`
  /// and `options` must outlive the object. Throws like run().
  CompareRuns(std::vector<MachineSource>& machines, const CompareOptions& options);

  /// Gives the machines their runs, as if read back from output directories of `run`. Returns the
  /// files of these directories, under runs/MACHINE-WORKLOAD/; `code` becomes wrong_value if
  /// --check found a wrong value.
  std::map<std::string, std::string> simulate(const Console& console, ExitCode& code);

 private:
  std::vector<std::string> workload_files() const;
  void refuse_idle_options() const;
  void refuse_other_runs() const;

  std::vector<MachineSource>& machines_;
  const CompareOptions& options_;
  std::list<workload::Network> networks_;
  std::list<RunOptions> run_options_;
  std::list<std::pair<MachineSource*, PreparedRun>> jobs_;
};

}  // namespace gossamer::cli
