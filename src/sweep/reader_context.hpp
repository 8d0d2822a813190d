// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/yaml_map.hpp"
#include "sweep/reader.hpp"

namespace gossamer::sweep {

/// What all parts of the reader share.
struct ReaderContext {
  std::string file;
  std::filesystem::path folder;
  const Surroundings& surroundings;
  core::Faults faults;
  std::vector<core::Fault> unreadable;  ///< files, which are faults only beside others

  /// Runs `action`; what it throws becomes faults, those without a place of their own at `where`.
  /// False if it threw.
  bool attempt(const core::Position& where, const std::function<void()>& action);

  /// Throws if there are faults.
  void throw_if_any();
};

/// The entries of a list, or the value itself where there is no list, each with its position.
std::vector<core::YamlEntry> entries_of(const core::YamlEntry& entry, const std::string& file);

/// `base`: architectures, with the parameters of their files.
std::vector<Base> read_bases(core::YamlMap& root, ReaderContext& context);

/// `workload`: networks, with the chosen layers.
std::vector<Workload> read_workloads(core::YamlMap& root, ReaderContext& context);

/// `parameters`, `only`, `derived` and `conditions`, into the bases.
void read_parameters(core::YamlMap& root, bool samples, const std::vector<Workload>& workloads,
                     std::vector<Base>& bases, ReaderContext& context);

}  // namespace gossamer::sweep
