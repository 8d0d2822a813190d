// SPDX-License-Identifier: Apache-2.0
#include "report/invariants.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/errors.hpp"

namespace gossamer::report {
namespace {

using Violations = std::vector<std::string>;

void check_slots(const core::LayerRecord& record, Violations& violations) {
  std::uint64_t sum = 0;
  std::vector<std::string> parts;
  for (const auto& [reason, count] : record.slots) {
    sum += count;
    parts.push_back(fmt::format("{} {}", reason, count));
  }
  const auto expected = record.multipliers * record.cycles;
  if (sum == expected) return;
  violations.push_back(fmt::format("slots sum to {} ({}), but {} multipliers x {} cycles are {}",
                                   sum, fmt::join(parts, ", "), record.multipliers, record.cycles,
                                   expected));
}

void check_activity(const core::LayerRecord& record, Violations& violations) {
  for (const auto& [module, counts] : record.activity) {
    if (counts.total().count() == record.cycles) continue;
    violations.push_back(
        fmt::format("module '{}' accounts for {} cycles (busy {}, wait_input {}, wait_output {}, "
                    "idle {}), but the layer took {}",
                    module, counts.total().count(), counts.of(core::Activity::busy).count(),
                    counts.of(core::Activity::wait_input).count(),
                    counts.of(core::Activity::wait_output).count(),
                    counts.of(core::Activity::idle).count(), record.cycles));
  }
}

void check_macs(const core::LayerRecord& record, Violations& violations) {
  if (record.effectual_macs <= record.macs) return;
  violations.push_back(fmt::format("{} effectual MACs are more than the {} MACs of the layer",
                                   record.effectual_macs, record.macs));
}

void check_energy(const std::map<std::string, double>& energy_pj, Violations& violations) {
  double without_pe_leaves = 0.0;
  for (const auto& [path, value] : energy_pj) {
    if (!std::isfinite(value) || value < 0.0) {
      violations.push_back(fmt::format("the energy of '{}' is {} pJ", path, value));
    }
    if (path == "pe" || !cost::is_at_or_below(path, "pe")) without_pe_leaves += value;
  }
  if (energy_pj.count("dram") == 0) violations.push_back("the energy of 'dram' is missing");
  const double sum = cost::total(energy_pj);
  constexpr double rounding = 1e-9;
  if (std::abs(sum - without_pe_leaves) <= rounding * std::abs(sum)) return;
  violations.push_back(
      fmt::format("energy leaves sum to {} pJ, but 'pe' and the leaves outside it to {} pJ", sum,
                  without_pe_leaves));
}

Violations violations_of(const core::LayerRecord& record) {
  Violations violations;
  check_slots(record, violations);
  check_activity(record, violations);
  check_macs(record, violations);
  return violations;
}

void throw_if_any(const std::string& layer, const Violations& violations) {
  if (violations.empty()) return;
  throw core::SimulationStuck(
      fmt::format("layer '{}' broke an invariant:\n  {}", layer, fmt::join(violations, "\n  ")));
}

}  // namespace

void check_invariants(const core::LayerRecord& record) {
  throw_if_any(record.name, violations_of(record));
}

void check_invariants(const LayerReport& layer) {
  auto violations = violations_of(layer.record);
  check_energy(layer.energy_pj.calibrated, violations);
  check_energy(layer.energy_pj.raw, violations);
  throw_if_any(layer.record.name, violations);
}

}  // namespace gossamer::report
