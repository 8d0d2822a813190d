// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/comparison_csv.hpp"

#include <map>
#include <string_view>

namespace gossamer::report::comparison {
namespace {

using nlohmann::ordered_json;

/// The unit of each number of compare.json; ratios have none.
const std::map<std::string_view, std::string_view> units{{"cycles", "core cycles"},
                                                         {"time_s", "s"},
                                                         {"energy_pj", "pJ"},
                                                         {"energy_low_pj", "pJ"},
                                                         {"energy_high_pj", "pJ"},
                                                         {"edp_js", "J s"},
                                                         {"macs", "MACs"},
                                                         {"effectual_macs", "MACs"},
                                                         {"power_w", "W"},
                                                         {"voltage", "V"},
                                                         {"clock_ghz", "GHz"},
                                                         {"area_mm2", "mm2"},
                                                         {"area_low_mm2", "mm2"},
                                                         {"area_high_mm2", "mm2"},
                                                         {"dram_gb_per_s", "GB/s"},
                                                         {"macs_per_s_per_mm2", "MACs/s/mm2"},
                                                         {"macs_per_s_per_w", "MACs/s/W"},
                                                         {"macs_per_s_per_w_low", "MACs/s/W"},
                                                         {"macs_per_s_per_w_high", "MACs/s/W"}};

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

class Rows {
 public:
  /// The numbers of an object, those of the maps in it with a prefix.
  void add(const std::string& workload, const std::string& layer, const std::string& machine,
           const ordered_json& object) {
    where_ = quoted(workload) + ',' + quoted(layer) + ',' + quoted(machine) + ',';
    for (const auto& [key, value] : object.items()) {
      if (value.is_number()) add(key, unit_of(key), value);
    }
    add_map("slot_", "multiplier-cycles", object, "slots");
    add_map("energy_", "pJ", object, "energy_breakdown_pj");
    add_map("area_", "mm2", object, "area_mm2_by_component");
  }

  const std::string& text() const { return text_; }

 private:
  static std::string unit_of(const std::string& key) {
    const auto found = units.find(key);
    return found == units.end() ? "" : std::string{found->second};
  }

  void add(const std::string& metric, const std::string& unit, const ordered_json& value) {
    text_ += where_ + quoted(metric) + ',' + unit + ',' + value.dump() + '\n';
  }

  void add_map(const std::string& prefix, const std::string& unit, const ordered_json& object,
               const char* key) {
    if (!object.contains(key)) return;
    for (const auto& [name, value] : object.at(key).items()) add(prefix + name, unit, value);
  }

  std::string where_;
  std::string text_ = "workload,layer,machine,metric,unit,value\n";
};

}  // namespace

std::string comparison_csv(const ordered_json& comparison) {
  Rows rows;
  for (const auto& machine : comparison.at("machines")) {
    rows.add("", "", machine.at("name"), machine);
  }
  for (const auto& workload : comparison.at("workloads")) {
    const std::string name = workload.at("name");
    for (const auto& layer : workload.at("layers")) {
      for (const auto& [machine, values] : layer.at("machines").items()) {
        if (!values.is_null()) rows.add(name, layer.at("name"), machine, values);
      }
    }
    for (const auto& [machine, totals] : workload.at("totals").items()) {
      if (!totals.is_null()) rows.add(name, "", machine, totals);
    }
  }
  for (const auto& mean : comparison.at("means")) rows.add("", "", mean.at("machine"), mean);
  return rows.text();
}

}  // namespace gossamer::report::comparison
