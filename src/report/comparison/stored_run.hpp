// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/layer_record.hpp"
#include "report/run_report.hpp"

namespace gossamer::report::comparison {

/// A layer of a report that was read back.
struct StoredLayer {
  core::LayerRecord record;  ///< without activity, metrics and choices
  double energy_pj = 0.0;    ///< as the report has it
  std::string bottleneck;    ///< in words; "" where the report has none
};

/// The output directory of a run, read back.
struct StoredRun {
  std::string source;  ///< the directory, or what was simulated: for messages
  std::string version;
  std::string architecture;
  nlohmann::ordered_json config;  ///< every parameter of the machine
  std::string workload;
  std::uint64_t seed = 1;
  std::string technology;
  std::vector<StoredLayer> layers;
  std::vector<SkippedLayer> skipped;
  nlohmann::ordered_json slot_reasons = nlohmann::ordered_json::object();
  bool values = true;  ///< false: run with --no-values
  /// "ROLE SHA-256" of the workload file and of each operand file; a copy elsewhere is the same.
  std::set<std::string> inputs;
};

/// Notes the digest of an input file if the file is one of what was simulated, not of its prices.
void add_input(StoredRun& run, const std::string& role, const std::string& sha256);

/// Reads a report.json and the resolved.yaml beside it, both as texts; `directory` is what messages
/// call the run. Throws ConfigError where one of them is not what `gossamer run` writes.
StoredRun read_stored_run(const std::string& report, const std::string& resolved,
                          const std::string& directory);

}  // namespace gossamer::report::comparison
