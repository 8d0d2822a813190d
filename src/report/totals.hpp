// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "report/run_report.hpp"

namespace gossamer::report {

/// Sums over all layers of a run.
struct Totals {
  std::uint64_t cycles = 0;
  double time_s = 0.0;
  std::uint64_t macs = 0;
  std::uint64_t effectual_macs = 0;
  std::uint64_t multiplier_cycles = 0;
  double energy_pj = 0.0;
  double raw_energy_pj = 0.0;
  double area_mm2 = 0.0;
  double raw_area_mm2 = 0.0;
  std::uint64_t dram_read_bytes = 0;
  std::uint64_t dram_write_bytes = 0;
};

Totals totals(const RunReport& run);

/// part / whole, and 0 for a whole of 0.
double share(double part, double whole);

/// Effectual MACs / (multipliers x cycles) of a layer.
double utilization(const core::LayerRecord& record);

double time_s(std::uint64_t cycles, double clock_ghz);

/// Multiplier-cycles by reason over all layers, in the order in which the layers name the reasons.
std::vector<std::pair<std::string, std::uint64_t>> total_slots(const RunReport& run);

/// Calibrated energy by component over all layers, `pe` included.
std::map<std::string, double> total_energy_pj(const RunReport& run);

}  // namespace gossamer::report
