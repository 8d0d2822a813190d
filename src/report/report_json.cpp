// SPDX-License-Identifier: Apache-2.0
#include "report/report_json.hpp"

#include "core/names.hpp"
#include "report/area_report.hpp"
#include "report/bottleneck.hpp"
#include "report/totals.hpp"

namespace gossamer::report {
namespace {

using nlohmann::ordered_json;

// Explicit, because an empty map would otherwise become null.
template <class Pairs>
ordered_json object_of(const Pairs& pairs) {
  auto object = ordered_json::object();
  for (const auto& [key, value] : pairs) object[key] = value;
  return object;
}

ordered_json totals_json(const RunReport& run) {
  const auto sum = totals(run);
  return {{"cycles", sum.cycles},
          {"time_s", sum.time_s},
          {"macs", sum.macs},
          {"effectual_macs", sum.effectual_macs},
          {"utilization", share(static_cast<double>(sum.effectual_macs),
                                static_cast<double>(sum.multiplier_cycles))},
          {"energy_pj", sum.energy_pj},
          {"raw_energy_pj", sum.raw_energy_pj},
          {"area_mm2", sum.area_mm2},
          {"raw_area_mm2", sum.raw_area_mm2},
          {"dram_read_bytes", sum.dram_read_bytes},
          {"dram_write_bytes", sum.dram_write_bytes}};
}

ordered_json activity_json(const core::LayerRecord& record) {
  auto modules = ordered_json::object();
  for (const auto& [module, counts] : record.activity) {
    auto& entry = modules[module];
    for (std::size_t i = 0; i < core::activity_names.size(); ++i) {
      entry[std::string{core::activity_names[i]}] =
          counts.of(static_cast<core::Activity>(i)).count();
    }
  }
  return modules;
}

ordered_json counters_json(const core::LayerRecord& record) {
  auto components = ordered_json::object();
  for (const auto& [path, actions] : record.counters) components[path] = object_of(actions);
  return components;
}

ordered_json parts_json(const cost::EnergyParts& components) {
  auto json = ordered_json::object();
  for (const auto& [path, parts] : components) json[path] = object_of(parts);
  return json;
}

ordered_json slot_reasons_json(const RunReport& run) {
  auto reasons = ordered_json::object();
  for (const core::SlotReason& reason : run.slot_reasons) {
    reasons[std::string{reason.name}] = {
        {"class", core::name_of(reason.what)}, {"phrase", reason.phrase}, {"text", reason.text}};
  }
  return reasons;
}

ordered_json bottleneck_json(const Bottleneck& bottleneck) {
  auto resources = ordered_json::array();
  for (const ResourceUse& use : bottleneck.resources) {
    resources.push_back({{"name", use.name}, {"share", use.share}});
  }
  return {{"text", bottleneck.text},
          {"reason", bottleneck.reason},
          {"share", bottleneck.share},
          {"resources", std::move(resources)}};
}

ordered_json layer_json(const LayerReport& layer, const RunReport& run) {
  const auto& record = layer.record;
  ordered_json json{{"name", record.name},
                    {"kind", record.kind},
                    {"timing", record.timing == core::Timing::exact ? "exact" : "statistical"},
                    {"cycles", record.cycles},
                    {"time_s", time_s(record.cycles, run.clock_ghz)},
                    {"multipliers", record.multipliers},
                    {"macs", record.macs},
                    {"effectual_macs", record.effectual_macs},
                    {"utilization", utilization(record)},
                    {"energy_pj", cost::total(layer.energy_pj.calibrated)},
                    {"energy_breakdown_pj", object_of(layer.energy_pj.calibrated)},
                    {"raw_energy_pj", cost::total(layer.energy_pj.raw)},
                    {"energy_parts_pj", parts_json(layer.energy_parts_pj)},
                    {"dram_read_bytes", record.dram_read_bytes},
                    {"dram_write_bytes", record.dram_write_bytes},
                    {"spilled", record.spilled},
                    {"slots", object_of(record.slots)},
                    {"bottleneck", bottleneck_json(bottleneck(layer, run))},
                    {"metrics", object_of(record.metrics)},
                    {"choices", record.choices},
                    {"activity", activity_json(record)},
                    {"counters", counters_json(record)},
                    {"checked", record.checked}};
  if (!record.represents.empty()) json["represents"] = object_of(record.represents);
  if (!record.mismatches.empty()) json["mismatches"] = record.mismatches;
  return json;
}

ordered_json skipped_json(const RunReport& run) {
  auto layers = ordered_json::array();
  for (const auto& layer : run.skipped) {
    layers.push_back({{"name", layer.name},
                      {"kind", layer.kind},
                      {"reason", layer.reason},
                      {"bytes", layer.bytes}});
  }
  return layers;
}

}  // namespace

ordered_json to_json(const RunReport& run) {
  auto layers = ordered_json::array();
  for (const auto& layer : run.layers) layers.push_back(layer_json(layer, run));
  ordered_json json{{"schema", schema},
                    {"version", run.version},
                    {"architecture", {{"name", run.architecture}, {"config", run.config}}},
                    {"workload", {{"name", run.workload}}},
                    {"seed", run.seed},
                    {"pricing", pricing_json(run.pricing)},
                    {"totals", totals_json(run)},
                    {"area_mm2", object_of(run.area_mm2.calibrated)},
                    {"raw_area_mm2", object_of(run.area_mm2.raw)},
                    {"area_tree", area_tree_json(run.area_tree)},
                    {"slot_reasons", slot_reasons_json(run)},
                    {"multiplying_modules", core::joined(run.multiplying_modules)},
                    {"layers", std::move(layers)}};
  if (!run.skipped.empty()) json["skipped"] = skipped_json(run);
  return json;
}

std::string report_json(const RunReport& run) {
  return to_json(run).dump(2) + "\n";
}

}  // namespace gossamer::report
