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
    if (reason->unavoidable) continue;
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

using Groups = std::map<std::string, core::ActivityCounts>;

/// The activity of what stands around the multipliers, alike modules added up.
Groups groups_around(const LayerReport& layer, const RunReport& run) {
  Groups groups;
  for (const auto& [module, counts] : layer.record.activity) {
    groups[core::module_group(module)] += counts;
  }
  for (const std::string& group : run.multiplying_modules) groups.erase(group);
  groups.erase("dram_port");
  return groups;
}

std::string readable(std::string group) {
  std::replace(group.begin(), group.end(), '_', ' ');
  return group;
}

double share_of(core::Activity what, const core::ActivityCounts& counts) {
  return share(static_cast<double>(counts.of(what).count()),
               static_cast<double>(counts.total().count()));
}

std::vector<ResourceUse> resources(const LayerReport& layer, const RunReport& run) {
  const core::LayerRecord& record = layer.record;
  std::vector<ResourceUse> uses;
  for (const auto& [group, counts] : groups_around(layer, run)) {
    uses.push_back({readable(group), share_of(core::Activity::busy, counts)});
  }
  const auto bytes = static_cast<double>(record.dram_read_bytes + record.dram_write_bytes);
  const double capacity_gb = dram_gb_per_s(run) * time_s(record.cycles, run.clock_ghz);
  uses.push_back({"DRAM", share(bytes * 1e-9, capacity_gb)});
  std::stable_sort(uses.begin(), uses.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  if (uses.size() > 3) uses.resize(3);
  return uses;
}

/// Why a layer waits: what is in full use, or what could go on if others took what it has; "" if
/// neither shows.
std::string evidence(const LayerReport& layer, const RunReport& run) {
  const ResourceUse most = resources(layer, run).front();
  if (most.share >= in_full_use) {
    const auto* form =
        most.name == "DRAM" ? ": {} at {:.0f} % of its bandwidth" : ": {} busy {:.0f} %";
    return fmt::format(fmt::runtime(form), most.name, 100 * most.share);
  }
  for (const auto& [group, counts] : groups_around(layer, run)) {
    const double held = share_of(core::Activity::wait_output, counts);
    if (held >= in_full_use) {
      return fmt::format(": {} held back {:.0f} %", readable(group), 100 * held);
    }
  }
  return "";
}

/// "waits 38 % for weights".
std::string loss_text(const Loss& loss) {
  const bool waits = loss.reason->what == core::SlotClass::waiting;
  return fmt::format("{}{:.0f} % {}", waits ? "waits " : "", 100 * loss.share, loss.reason->phrase);
}

/// How busy the modules with the multipliers were, as shares of the layer's time.
struct Load {
  std::string group;
  double most = 0.0;
  double mean = 0.0;
};

Load load_of(const LayerReport& layer, const RunReport& run) {
  Load load;
  double sum = 0.0;
  std::size_t modules = 0;
  for (const auto& [module, counts] : layer.record.activity) {
    const std::string group = core::module_group(module);
    const auto& groups = run.multiplying_modules;
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) continue;
    const double busy = share_of(core::Activity::busy, counts);
    load.group = readable(group);
    load.most = std::max(load.most, busy);
    sum += busy;
    ++modules;
  }
  load.mean = modules == 0 ? 0.0 : sum / static_cast<double>(modules);
  return load;
}

/// Whether most of a wait is time in which the busiest module worked. No resource that was faster
/// would have brought that back: what waits is ahead of a module with more work.
bool is_behind_busiest(const Loss& loss, const Load& load) {
  return loss.share - (1.0 - load.most) > loss.share / 2;
}

/// A wait and, where it shows, what for.
std::string wait_text(const Loss& loss, const LayerReport& layer, const RunReport& run) {
  const Load load = load_of(layer, run);
  if (is_behind_busiest(loss, load)) {
    return fmt::format("{:.0f} % waiting {} behind the busiest {} (busy {:.0f} %, mean {:.0f} %)",
                       100 * loss.share, loss.reason->phrase, load.group, 100 * load.most,
                       100 * load.mean);
  }
  return loss_text(loss) + evidence(layer, run);
}

/// What was lost most, and a wait of some size beside it.
std::string losses_text(const LayerReport& layer, const RunReport& run, const Loss& loss) {
  if (loss.reason == nullptr) return "all multipliers do useful work";
  if (loss.share < worth_naming) {
    return fmt::format("{:.0f} % useful work; largest loss: {}", 100 * utilization(layer.record),
                       loss_text(loss));
  }
  if (loss.reason->what == core::SlotClass::waiting) return wait_text(loss, layer, run);
  const Loss wait = largest_loss(layer, run, true);
  if (wait.share < second_loss) return loss_text(loss);
  return loss_text(loss) + "; " + wait_text(wait, layer, run);
}

/// ", beside 20 % on the other datapath": what no layer of its kind could have used.
std::string beside_text(const LayerReport& layer, const RunReport& run) {
  const auto whole = static_cast<double>(layer.record.multipliers * layer.record.cycles);
  std::string text;
  for (const auto& [name, count] : layer.record.slots) {
    const core::SlotReason* reason = reason_of(name, run);
    if (reason == nullptr || !reason->unavoidable || count == 0) continue;
    text += fmt::format(", beside {:.0f} % {}", 100 * share(static_cast<double>(count), whole),
                        reason->phrase);
  }
  return text;
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
  result.text = losses_text(layer, run, loss) + beside_text(layer, run);
  return result;
}

}  // namespace gossamer::report
