// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sweep/definition.hpp"

namespace gossamer::sweep {

/// How names in a sweep file become files and layers; what these throw becomes faults.
struct Surroundings {
  std::filesystem::path shipped;  ///< the shipped data, "" for none
  /// The file that a name in the folder of the sweep file means: one there, or a shipped one.
  std::function<std::string(const std::string& name, const std::filesystem::path& folder)>
      find_architecture;
  std::function<std::string(const std::string& name, const std::filesystem::path& folder)>
      find_workload;
  /// The layers in whose names a regular expression is found.
  std::function<std::vector<workload::Layer>(const workload::Network&, const std::string&)>
      choose_layers;
};

/// Reads a sweep file (docs/sweep.md) with the architectures and workloads that it names; each
/// value is checked against its parameter. Throws ConfigError with every fault, or FileError.
Sweep read_sweep(const std::string& path, const Surroundings& surroundings);

}  // namespace gossamer::sweep
