// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "cost/breakdown.hpp"
#include "report/comparison/comparison.hpp"
#include "report/comparison/published.hpp"
#include "report/comparison/workload_json.hpp"

namespace gossamer::report::comparison {
namespace {

using nlohmann::ordered_json;

ordered_json machine_json(const ComparedMachine& machine) {
  auto fitted = ordered_json::array();
  for (const cost::Fit& fit : machine.pricing.fits) fitted.push_back(fit.target);
  ordered_json json{{"name", machine.name},
                    {"architecture", machine.architecture},
                    {"family", machine.family},
                    {"source", machine.source},
                    {"technology", machine.pricing.technology},
                    {"method", machine.pricing.method},
                    {"voltage", machine.pricing.voltage},
                    {"calibration", machine.pricing.calibration},
                    {"fitted", std::move(fitted)},
                    {"ert", machine.ert},
                    {"art", machine.art},
                    {"clock_ghz", machine.clock_ghz},
                    {"multipliers", machine.multipliers},
                    {"area_mm2", cost::total(machine.area_mm2)},
                    {"area_low_mm2", machine.area_low_mm2},
                    {"area_high_mm2", machine.area_high_mm2},
                    {"dram_gb_per_s", machine.dram_gb_per_s},
                    {"scaled", machine.scaled}};
  if (machine.deviation) json["deviation"] = *machine.deviation;
  return json;
}

ordered_json equal_json(const Comparison& comparison) {
  const auto& equal = comparison.equal;
  if (!equal) return nullptr;
  auto missed = ordered_json::array();
  for (const ComparedMachine& machine : comparison.machines) {
    if (std::abs(machine.deviation.value_or(0.0)) > equal_tolerance) missed.push_back(machine.name);
  }
  return {{"quantity", equal->quantity},  {"target", equal->target},
          {"unit", equal->unit},          {"of", equal->of},
          {"tolerance", equal_tolerance}, {"missed_by", missed}};
}

/// One machine's gains in total, of each workload that all machines have run.
std::vector<double> totals_of(const ordered_json& workloads, const std::string& machine,
                              const char* key) {
  std::vector<double> values;
  for (const auto& workload : workloads) {
    const auto& totals = workload.at("totals");
    const bool everywhere = std::none_of(totals.begin(), totals.end(),
                                         [](const auto& total) { return total.is_null(); });
    if (everywhere) values.push_back(totals.at(machine).at(key).template get<double>());
  }
  return values;
}

ordered_json means_json(const ordered_json& workloads, const ComparedMachine& machine) {
  const auto mean = [&](const char* key) {
    return geometric_mean(totals_of(workloads, machine.name, key));
  };
  return {{"machine", machine.name},
          {"workloads", totals_of(workloads, machine.name, "speedup").size()},
          {"geometric_mean_speedup", mean("speedup")},
          {"geometric_mean_energy_gain", mean("energy_gain")},
          {"geometric_mean_edp_gain", mean("edp_gain")}};
}

}  // namespace

ordered_json to_json(const Comparison& comparison) {
  auto machines = ordered_json::array();
  auto reasons = ordered_json::object();
  for (const ComparedMachine& machine : comparison.machines) {
    machines.push_back(machine_json(machine));
    reasons[machine.name] = machine.slot_reasons;
  }
  auto workloads = ordered_json::array();
  for (const ComparedWorkload& workload : comparison.workloads) {
    workloads.push_back(workload_json(workload, comparison));
  }
  auto means = ordered_json::array();
  for (const ComparedMachine& machine : comparison.machines) {
    means.push_back(means_json(workloads, machine));
  }
  auto published = published_json(comparison.published, machines, workloads);
  return {{"schema", schema},
          {"version", comparison.version},
          {"baseline", comparison.machines.at(comparison.baseline).name},
          {"equal", equal_json(comparison)},
          {"machines", std::move(machines)},
          {"slot_reasons", std::move(reasons)},
          {"workloads", std::move(workloads)},
          {"means", std::move(means)},
          {"published", std::move(published)},
          {"notes", comparison.notes}};
}

}  // namespace gossamer::report::comparison
