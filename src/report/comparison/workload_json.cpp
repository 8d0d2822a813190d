// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/workload_json.hpp"

#include <algorithm>
#include <set>

#include "cost/breakdown.hpp"
#include "report/comparison/gains.hpp"

namespace gossamer::report::comparison {
namespace {

using nlohmann::ordered_json;

ordered_json object_of(const std::map<std::string, double>& values) {
  auto object = ordered_json::object();
  for (const auto& [key, value] : values) object[key] = value;
  return object;
}

/// Time and energy of some layers on a machine, and the MACs that it did in them.
struct Work {
  Spent spent;
  double macs = 0.0;
  double area_mm2 = 0.0;  ///< of the machine
};

/// Time, energy and EDP, work per area and per joule, all with their bands; gains where there is a
/// baseline.
void add_work(ordered_json& json, const Work& work, const Work* baseline) {
  const Spent& spent = work.spent;
  const Band band = energy_band(spent);
  json["time_s"] = spent.time_s;
  json["energy_pj"] = spent.energy.pj;
  json["energy_low_pj"] = band.low;
  json["energy_high_pj"] = band.high;
  json["edp_js"] = spent.edp_js();
  json["macs_per_s_per_mm2"] = share(share(work.macs, spent.time_s), work.area_mm2);
  json["macs_per_s_per_w"] = share(work.macs, spent.energy.pj * joule_per_pj);
  json["macs_per_s_per_w_low"] = share(work.macs, band.high * joule_per_pj);
  json["macs_per_s_per_w_high"] = share(work.macs, band.low * joule_per_pj);
  if (baseline == nullptr) return;
  const Gains gain = gains(baseline->spent, spent);
  json["speedup"] = gain.speedup;
  json["energy_gain"] = gain.energy;
  json["energy_gain_low"] = gain.energy_band.low;
  json["energy_gain_high"] = gain.energy_band.high;
  json["edp_gain"] = gain.edp;
  json["edp_gain_low"] = gain.edp_band.low;
  json["edp_gain_high"] = gain.edp_band.high;
  json["performance_per_area_gain"] = gain.speedup * share(baseline->area_mm2, work.area_mm2);
  json["performance_per_watt_gain"] = gain.energy;
  json["performance_per_watt_gain_low"] = gain.energy_band.low;
  json["performance_per_watt_gain_high"] = gain.energy_band.high;
}

Spent spent_on(const ComparedLayer& layer, const ComparedMachine& machine) {
  return {time_s(layer.record.cycles, machine.clock_ghz), layer.energy};
}

Work work_on(const ComparedLayer& layer, const ComparedMachine& machine) {
  return {spent_on(layer, machine), static_cast<double>(layer.record.macs),
          cost::total(machine.area_mm2)};
}

ordered_json slots_json(const std::vector<const ComparedLayer*>& layers) {
  auto slots = ordered_json::object();
  for (const ComparedLayer* layer : layers) {
    for (const auto& [reason, count] : layer->record.slots) {
      slots[reason] = slots.value(reason, std::uint64_t{0}) + count;
    }
  }
  return slots;
}

ordered_json layer_on_machine(const ComparedLayer& layer, const ComparedMachine& machine,
                              const Work* baseline) {
  const core::LayerRecord& record = layer.record;
  ordered_json json{{"cycles", record.cycles}};
  add_work(json, work_on(layer, machine), baseline);
  json["utilization"] = utilization(record);
  json["bottleneck"] = layer.bottleneck;
  json["timing"] = record.timing == core::Timing::exact ? "exact" : "statistical";
  json["checked"] = record.checked;
  json["slots"] = slots_json({&layer});
  return json;
}

/// A workload with the machines that have run it.
class WorkloadJson {
 public:
  WorkloadJson(const ComparedWorkload& workload, const Comparison& comparison)
      : workload_{workload}, comparison_{comparison} {
    by_name_.resize(workload.runs.size());
    collect_layers(comparison.baseline);
    for (std::size_t i = 0; i < workload.runs.size(); ++i) collect_layers(i);
    for (const core::LayerRecord* layer : layers_) {
      if (counts(*layer)) counted_.push_back(layer);
    }
  }

  ordered_json json() const {
    auto layers = ordered_json::array();
    for (const core::LayerRecord* layer : layers_) layers.push_back(layer_json(*layer));
    auto totals = ordered_json::object();
    for (std::size_t i = 0; i < machines().size(); ++i) totals[machines()[i].name] = totals_json(i);
    return {{"name", workload_.name},
            {"seed", workload_.seed},
            {"layers", std::move(layers)},
            {"totals", std::move(totals)},
            {"left_out", left_out_json()}};
  }

 private:
  const std::vector<ComparedMachine>& machines() const { return comparison_.machines; }

  void collect_layers(std::size_t machine) {
    if (!workload_.runs[machine]) return;
    for (const ComparedLayer& layer : workload_.runs[machine]->layers) {
      by_name_[machine].emplace(layer.record.name, &layer);
      if (seen_.insert(layer.record.name).second) layers_.push_back(&layer.record);
    }
  }

  const ComparedLayer* find(std::size_t machine, const std::string& layer) const {
    const auto found = by_name_[machine].find(layer);
    return found == by_name_[machine].end() ? nullptr : found->second;
  }

  /// Why a layer of the union does not count on a machine that has this workload; "" if it does.
  std::string reason_against(const core::LayerRecord& layer, std::size_t machine) const {
    if (!workload_.runs[machine]) return "";
    const ComparedLayer* here = find(machine, layer.name);
    if (here != nullptr) {
      const bool same = here->record.kind == layer.kind && here->record.macs == layer.macs;
      return same ? "" : "another kind or number of MACs";
    }
    for (const SkippedLayer& skipped : workload_.runs[machine]->skipped) {
      if (skipped.name == layer.name) return skipped.reason;
    }
    return "not run";
  }

  bool counts(const core::LayerRecord& layer) const {
    for (std::size_t i = 0; i < machines().size(); ++i) {
      if (!reason_against(layer, i).empty()) return false;
    }
    return true;
  }

  ordered_json layer_json(const core::LayerRecord& layer) const {
    const ComparedLayer* base = find(comparison_.baseline, layer.name);
    const bool fits = base != nullptr && reason_against(layer, comparison_.baseline).empty();
    auto on_machines = ordered_json::object();
    for (std::size_t i = 0; i < machines().size(); ++i) {
      const ComparedLayer* here = find(i, layer.name);
      auto& json = on_machines[machines()[i].name];
      if (here == nullptr || !reason_against(layer, i).empty()) continue;
      if (fits) {
        const Work baseline = work_on(*base, machines()[comparison_.baseline]);
        json = layer_on_machine(*here, machines()[i], &baseline);
      } else {
        json = layer_on_machine(*here, machines()[i], nullptr);
      }
    }
    return {{"name", layer.name},
            {"kind", layer.kind},
            {"macs", layer.macs},
            {"in_totals", std::find(counted_.begin(), counted_.end(), &layer) != counted_.end()},
            {"machines", std::move(on_machines)}};
  }

  std::vector<const ComparedLayer*> counted_layers(std::size_t machine) const {
    std::vector<const ComparedLayer*> layers;
    for (const core::LayerRecord* layer : counted_) layers.push_back(find(machine, layer->name));
    return layers;
  }

  Work total_work(std::size_t machine) const {
    Spent sum;
    std::uint64_t cycles = 0, macs = 0;
    bool first = true;
    for (const ComparedLayer* layer : counted_layers(machine)) {
      const Spent one = spent_on(*layer, machines()[machine]);
      cycles += layer->record.cycles;
      macs += layer->record.macs;
      if (first) {
        sum = one;
      } else {
        sum.add(one);
      }
      first = false;
    }
    sum.time_s = time_s(cycles, machines()[machine].clock_ghz);  // as in the report of a run
    return {std::move(sum), static_cast<double>(macs), cost::total(machines()[machine].area_mm2)};
  }

  ordered_json totals_json(std::size_t machine) const {
    const auto layers = counted_layers(machine);
    if (!workload_.runs[machine] || layers.empty()) return nullptr;
    std::uint64_t cycles = 0, macs = 0, effectual = 0, multiplier_cycles = 0;
    for (const ComparedLayer* layer : layers) {
      const core::LayerRecord& record = layer->record;
      cycles += record.cycles;
      macs += record.macs;
      effectual += record.effectual_macs;
      multiplier_cycles += record.multipliers * record.cycles;
    }
    const bool has_baseline = workload_.runs[comparison_.baseline].has_value();
    const Work baseline = has_baseline ? total_work(comparison_.baseline) : Work{};
    const Work work = total_work(machine);
    const Spent& spent = work.spent;
    ordered_json json{{"cycles", cycles}};
    add_work(json, work, has_baseline ? &baseline : nullptr);
    json["utilization"] =
        share(static_cast<double>(effectual), static_cast<double>(multiplier_cycles));
    json["macs"] = macs;
    json["effectual_macs"] = effectual;
    json["power_w"] = share(spent.energy.pj * joule_per_pj, spent.time_s);
    json["area_mm2"] = work.area_mm2;
    json["area_ratio"] =
        share(work.area_mm2, cost::total(machines()[comparison_.baseline].area_mm2));
    add_layer_means(json, machine);
    json["slots"] = slots_json(layers);
    json["energy_breakdown_pj"] = object_of(spent.energy.leaves_pj);
    json["area_mm2_by_component"] = object_of(machines()[machine].area_mm2);
    return json;
  }

  void add_layer_means(ordered_json& json, std::size_t machine) const {
    if (!workload_.runs[comparison_.baseline]) return;
    std::vector<double> speedups, energy_gains;
    for (const ComparedLayer* layer : counted_layers(machine)) {
      const ComparedLayer* base = find(comparison_.baseline, layer->record.name);
      const Gains gain = gains(spent_on(*base, machines()[comparison_.baseline]),
                               spent_on(*layer, machines()[machine]));
      speedups.push_back(gain.speedup);
      energy_gains.push_back(gain.energy);
    }
    json["geometric_mean_layer_speedup"] = geometric_mean(speedups);
    json["arithmetic_mean_layer_speedup"] = arithmetic_mean(speedups);
    json["geometric_mean_layer_energy_gain"] = geometric_mean(energy_gains);
  }

  ordered_json left_out_json() const {
    auto list = ordered_json::array();
    for (const core::LayerRecord* layer : layers_) {
      for (std::size_t i = 0; i < machines().size(); ++i) {
        const std::string reason = reason_against(*layer, i);
        if (reason.empty()) continue;
        list.push_back(
            {{"layer", layer->name}, {"machine", machines()[i].name}, {"reason", reason}});
      }
    }
    return list;
  }

  const ComparedWorkload& workload_;
  const Comparison& comparison_;
  std::vector<std::map<std::string, const ComparedLayer*>> by_name_;  ///< for each machine
  std::vector<const core::LayerRecord*> layers_;   ///< of the baseline first, then further ones
  std::vector<const core::LayerRecord*> counted_;  ///< those that totals are over
  std::set<std::string> seen_;
};

}  // namespace

ordered_json workload_json(const ComparedWorkload& workload, const Comparison& comparison) {
  return WorkloadJson{workload, comparison}.json();
}

}  // namespace gossamer::report::comparison
