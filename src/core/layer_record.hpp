// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/activity.hpp"
#include "core/timeline.hpp"

namespace gossamer::core {

/// How a layer's time and counters were obtained.
enum class Timing { exact, statistical };

/// Everything the simulation of one layer hands to the views (cost, report): counts only, no
/// prices. Field meanings are those of report.json (docs/report.md).
struct LayerRecord {
  std::string name;
  std::string kind;
  std::uint64_t cycles = 0;
  std::uint64_t macs = 0;
  std::uint64_t effectual_macs = 0;
  std::uint64_t multipliers = 0;  ///< of the machine: utilization = effectual / (this x cycles)
  std::uint64_t dram_read_bytes = 0;
  std::uint64_t dram_write_bytes = 0;
  bool spilled = false;
  Timing timing = Timing::exact;
  std::vector<std::pair<std::string, std::uint64_t>> slots;      ///< in the machine's order
  std::vector<std::pair<std::string, ActivityCounts>> activity;  ///< per module
  std::map<std::string, std::uint64_t> represents;  ///< module -> how many alike ones it stands for
  std::map<std::string, std::map<std::string, std::uint64_t>> counters;  ///< path -> action -> n
  std::map<std::string, double> metrics;
  std::map<std::string, std::string> choices;  ///< what the machine decided by itself, in words
  bool checked = false;                        ///< compared with the reference, all values equal
  std::vector<std::string> mismatches;         ///< what `--check` found wrong, first few in words

  /// When things happened, if that was recorded; no part of report.json.
  std::shared_ptr<const Timeline> timeline;

  /// Wall-clock facts; they go to run_info.json alone.
  std::map<std::string, double> run_info;
};

}  // namespace gossamer::core
