// SPDX-License-Identifier: Apache-2.0
#include "report/bottleneck.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/module_group.hpp"
#include "report/totals.hpp"

namespace gossamer::report {
namespace {

constexpr double worth_naming = 0.05;  ///< of multipliers x cycles
constexpr double second_loss = 0.10;   ///< a wait named after a loss that is none
constexpr double in_full_use = 0.60;   ///< from here on something may be what a layer waits for

const core::SlotReason* reason_of(const std::string& name, const RunReport& run) {
  for (const core::SlotReason& reason : run.slot_reasons) {
    if (reason.name == name) return &reason;
  }
  return nullptr;
}

/// A reason with its share of the layer's multiplier-cycles.
struct Loss {
  const core::SlotReason* reason = nullptr;
  double share = 0.0;
};

/// The largest loss, or the largest of those that are waits.
Loss largest_loss(const LayerReport& layer, const RunReport& run, bool only_waits) {
  const auto whole = static_cast<double>(layer.record.multipliers * layer.record.cycles);
  Loss largest;
  for (const auto& [name, count] : layer.record.slots) {
    const core::SlotReason* reason = reason_of(name, run);
    if (reason == nullptr || reason->what == core::SlotClass::useful) continue;
    if (only_waits && reason->what != core::SlotClass::waiting) continue;
    const double part = share(static_cast<double>(count), whole);
    if (part > largest.share) largest = {reason, part};
  }
  return largest;
}

double dram_gb_per_s(const RunReport& run) {
  const auto dram = run.config.find("dram");
  return dram == run.config.end() ? 0.0 : dram->value("bandwidth_gb_per_s", 0.0);
}

std::vector<ResourceUse> resources(const LayerReport& layer, const RunReport& run) {
  const core::LayerRecord& record = layer.record;
  std::map<std::string, core::ActivityCounts> groups;
  for (const auto& [module, counts] : record.activity) groups[core::module_group(module)] += counts;
  groups.erase(run.multiplying_modules);
  groups.erase("dram_port");
  std::vector<ResourceUse> uses;
  for (const auto& [group, counts] : groups) {
    std::string name = group;
    std::replace(name.begin(), name.end(), '_', ' ');
    uses.push_back({name, share(static_cast<double>(counts.of(core::Activity::busy).count()),
                                static_cast<double>(counts.total().count()))});
  }
  const auto bytes = static_cast<double>(record.dram_read_bytes + record.dram_write_bytes);
  const double capacity_gb = dram_gb_per_s(run) * time_s(record.cycles, run.clock_ghz);
  uses.push_back({"DRAM", share(bytes * 1e-9, capacity_gb)});
  std::stable_sort(uses.begin(), uses.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  if (uses.size() > 3) uses.resize(3);
  return uses;
}

std::string use_text(const ResourceUse& use) {
  return fmt::format(use.name == "DRAM" ? "{} at {:.0f} % of its bandwidth" : "{} busy {:.0f} %",
                     use.name, 100 * use.share);
}

/// "waits 38 % for weights: DRAM at 97 % of its bandwidth".
std::string wait_text(const Loss& wait, const std::vector<ResourceUse>& uses) {
  const auto what = fmt::format("waits {:.0f} % {}: ", 100 * wait.share, wait.reason->phrase);
  if (uses.front().share >= in_full_use) return what + use_text(uses.front());
  return what + "latency, as nothing is in use above " +
         fmt::format("{:.0f} % ({})", 100 * uses.front().share, uses.front().name);
}

std::string text_of(const LayerReport& layer, const RunReport& run, const Loss& loss,
                    const std::vector<ResourceUse>& uses) {
  if (loss.reason == nullptr) return "all multipliers do useful work";
  if (loss.share < worth_naming) {
    return fmt::format("useful work {:.0f} %, no loss above {:.0f} % ({})",
                       100 * utilization(layer.record), 100 * loss.share, loss.reason->phrase);
  }
  if (loss.reason->what == core::SlotClass::waiting) return wait_text(loss, uses);
  const auto text = fmt::format("{:.0f} % {}", 100 * loss.share, loss.reason->phrase);
  const Loss wait = largest_loss(layer, run, true);
  return wait.share < second_loss ? text : text + "; " + wait_text(wait, uses);
}

}  // namespace

Bottleneck bottleneck(const LayerReport& layer, const RunReport& run) {
  const core::LayerRecord& record = layer.record;
  if (record.slots.empty() || record.cycles == 0) return {};
  const Loss loss = largest_loss(layer, run, false);
  Bottleneck result;
  if (loss.reason != nullptr) result.reason = loss.reason->name;
  result.share = loss.share;
  result.resources = resources(layer, run);
  result.text = text_of(layer, run, loss, result.resources);
  return result;
}

}  // namespace gossamer::report
