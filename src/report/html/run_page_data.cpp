// SPDX-License-Identifier: Apache-2.0
#include "report/html/run_page_data.hpp"

#include <set>
#include <string>

#include "report/html/module_groups.hpp"
#include "report/report_json.hpp"

namespace gossamer::report::html {
namespace {

using nlohmann::ordered_json;

/// The values of one key of all layers; null where a layer has none.
ordered_json column(const ordered_json& layers, const char* key) {
  auto values = ordered_json::array();
  for (const auto& layer : layers) values.push_back(layer.value(key, ordered_json{}));
  return values;
}

/// {name: one value per layer} of a key whose values are maps; `absent` where a layer lacks the
/// name.
ordered_json columns_of_maps(const ordered_json& layers, const char* key,
                             const ordered_json& absent = 0) {
  auto columns = ordered_json::object();
  const ordered_json none(layers.size(), absent);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    for (const auto& [name, value] : layers[i].at(key).items()) {
      if (!columns.contains(name)) columns[name] = none;
      columns[name][i] = value;
    }
  }
  return columns;
}

/// The leaves: `pe` repeats what lies under it.
ordered_json energy_columns(const ordered_json& layers) {
  auto columns = columns_of_maps(layers, "energy_breakdown_pj");
  columns.erase("pe");
  return columns;
}

/// Layers without a sentence have an empty one.
ordered_json bottlenecks(const ordered_json& layers) {
  auto texts = ordered_json::array();
  for (const auto& layer : layers) {
    texts.push_back(layer.value("/bottleneck/text"_json_pointer, std::string{}));
  }
  return texts;
}

ordered_json layer_columns(const ordered_json& layers) {
  auto columns = ordered_json::object();
  for (const char* key : {"name", "kind", "timing", "cycles", "time_s", "multipliers", "macs",
                          "effectual_macs", "utilization", "energy_pj", "dram_read_bytes",
                          "dram_write_bytes", "spilled", "checked", "mismatches"}) {
    columns[key] = column(layers, key);
  }
  columns["bottleneck"] = bottlenecks(layers);
  columns["slots"] = columns_of_maps(layers, "slots");
  columns["energy"] = energy_columns(layers);
  columns["choices"] = columns_of_maps(layers, "choices", nullptr);
  return columns;
}

/// Components with the calibrated area of their parts.
ordered_json area(const ordered_json& tree) {
  auto components = ordered_json::array();
  for (const auto& component : tree) {
    auto parts = ordered_json::array();
    for (const auto& part : component.at("parts")) {
      parts.push_back({{"name", part.at("name")}, {"area_mm2", part.at("area_mm2")}});
    }
    components.push_back({{"path", component.at("path")},
                          {"instances", component.at("instances")},
                          {"area_mm2", component.at("area_mm2")},
                          {"parts", std::move(parts)}});
  }
  return components;
}

ordered_json inputs(const RunReport& run) {
  auto list = ordered_json::array();
  for (const InputDigest& input : run.inputs) {
    list.push_back({{"role", input.role}, {"file", input.file}, {"sha256", input.sha256}});
  }
  return list;
}

/// The modules that stand for others, in any layer.
ordered_json represents(const RunReport& run) {
  std::set<std::string> modules;
  for (const LayerReport& layer : run.layers) {
    for (const auto& [module, count] : layer.record.represents) {
      if (count > 1) modules.insert(module);
    }
  }
  return modules;
}

}  // namespace

ordered_json run_page_data(const RunReport& run) {
  const auto report = to_json(run);
  const auto& layers = report.at("layers");
  return {{"version", run.version},
          {"architecture", run.architecture},
          {"workload", run.workload},
          {"seed", run.seed},
          {"clock_ghz", run.clock_ghz},
          {"config", run.config},
          {"pricing", report.at("pricing")},
          {"totals", report.at("totals")},
          {"area", area(report.at("area_tree"))},
          {"slot_reasons", report.value("slot_reasons", ordered_json::object())},
          {"layers", layer_columns(layers)},
          {"module_groups", module_groups(run)},
          {"represents", represents(run)},
          {"skipped", report.value("skipped", ordered_json::array())},
          {"options", run.options},
          {"inputs", inputs(run)}};
}

}  // namespace gossamer::report::html
