// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "arch/configuration.hpp"
#include "report/run_report.hpp"
#include "workload/layer.hpp"

namespace gossamer::cli {

/// The files that the command line of a run names.
struct NamedFiles {
  std::string architecture;
  std::string workload;
};

/// The digests of every file that these layers and their prices are read from, each file once, with
/// the library of primitives that the technology names;
/// names do not tell where on this disk the shipped files are. Throws FileError.
std::vector<report::InputDigest> digest_inputs(const NamedFiles& named,
                                               const arch::Operation& operation,
                                               const std::string& library,
                                               const std::vector<workload::Layer>& layers);

/// The parameters as an architecture file that can stand anywhere: a shipped file is named relative
/// to the shipped data, any other by its whole path.
nlohmann::ordered_json repeatable_config(const arch::Configuration& configuration);

}  // namespace gossamer::cli
