// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "arch/configuration.hpp"
#include "cli/compare_options.hpp"
#include "cli/equal_scaling.hpp"
#include "report/comparison/stored_run.hpp"

namespace gossamer::cli {

/// A machine of a comparison: one that was simulated before, or one that is to be.
struct MachineSource {
  std::string name;                       ///< unique
  std::string source;                     ///< directories, or the architecture file as given
  std::optional<ConfigurationFile> file;  ///< of a machine that is to be simulated
  arch::Configuration configuration;
  std::vector<report::comparison::StoredRun> runs;  ///< one for each workload
  nlohmann::ordered_json scaled = nlohmann::ordered_json::object();
  std::optional<double> deviation;
};

/// The machines that the arguments name: directories of `run`, each machine of which may be in
/// several with a workload each, and architectures; `NAME=` before an argument names the machine.
/// Throws ConfigError and FileError.
std::vector<MachineSource> read_machines(const CompareOptions& options);

}  // namespace gossamer::cli
