// SPDX-License-Identifier: Apache-2.0
#include "report/totals.hpp"

#include <algorithm>

namespace gossamer::report {

double share(double part, double whole) {
  return whole == 0.0 ? 0.0 : part / whole;
}

double utilization(const core::LayerRecord& record) {
  return share(static_cast<double>(record.effectual_macs),
               static_cast<double>(record.multipliers * record.cycles));
}

double time_s(std::uint64_t cycles, double clock_ghz) {
  return static_cast<double>(cycles) / (clock_ghz * 1e9);
}

Totals totals(const RunReport& run) {
  Totals sum;
  for (const auto& [record, energy_pj, parts] : run.layers) {
    sum.cycles += record.cycles;
    sum.macs += record.macs;
    sum.effectual_macs += record.effectual_macs;
    sum.multiplier_cycles += record.multipliers * record.cycles;
    sum.energy_pj += cost::total(energy_pj.calibrated);
    sum.raw_energy_pj += cost::total(energy_pj.raw);
    sum.dram_read_bytes += record.dram_read_bytes;
    sum.dram_write_bytes += record.dram_write_bytes;
  }
  sum.time_s = time_s(sum.cycles, run.clock_ghz);
  sum.area_mm2 = cost::total(run.area_mm2.calibrated);
  sum.raw_area_mm2 = cost::total(run.area_mm2.raw);
  return sum;
}

std::vector<std::pair<std::string, std::uint64_t>> total_slots(const RunReport& run) {
  std::vector<std::pair<std::string, std::uint64_t>> sums;
  for (const auto& layer : run.layers) {
    for (const auto& [reason, count] : layer.record.slots) {
      const auto found = std::find_if(sums.begin(), sums.end(), [&name = reason](const auto& sum) {
        return sum.first == name;
      });
      if (found == sums.end()) {
        sums.emplace_back(reason, count);
      } else {
        found->second += count;
      }
    }
  }
  return sums;
}

std::map<std::string, double> total_energy_pj(const RunReport& run) {
  std::map<std::string, double> sums;
  for (const auto& layer : run.layers) {
    for (const auto& [path, value] : layer.energy_pj.calibrated) sums[path] += value;
  }
  return sums;
}

}  // namespace gossamer::report
