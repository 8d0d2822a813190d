// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
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
  /// Prepares all runs and gives them to the machines as far as they are known before they start:
  /// layers, seed and inputs, so that what differs can be refused. `machines` and `options` must
  /// outlive the object. Throws like run().
  CompareRuns(std::vector<MachineSource>& machines, const CompareOptions& options);

  /// Completes these runs, as if read back from output directories of `run`. Returns the files of
  /// these directories, under runs/MACHINE-WORKLOAD/ (with -2 behind it if another one has that
  /// name); `code` becomes wrong_value if
  /// --check found a wrong value.
  std::map<std::string, std::string> simulate(const Console& console, ExitCode& code);

 private:
  std::vector<std::string> workload_files() const;
  void refuse_idle_options() const;
  void add_job(MachineSource& machine, const std::string& file, const workload::Network& network);
  std::string free_name(const std::string& name) const;

  struct Job {
    MachineSource& machine;
    std::size_t run;   ///< index in machine.runs
    std::string name;  ///< of its directory
    PreparedRun prepared;
  };

  std::vector<MachineSource>& machines_;
  const CompareOptions& options_;
  std::list<workload::Network> networks_;
  std::list<RunOptions> run_options_;
  std::list<Job> jobs_;
};

}  // namespace gossamer::cli
