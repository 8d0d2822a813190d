// SPDX-License-Identifier: Apache-2.0
#include "report/comparison/published.hpp"

#include <algorithm>
#include <optional>

#include "core/yaml.hpp"
#include "cost/mapping_reader.hpp"
#include "cost/marks.hpp"
#include "report/totals.hpp"

namespace gossamer::report::comparison {
namespace {

using nlohmann::ordered_json;

/// A figure of two machines out of their totals and layers of one workload.
using Evaluate = double (*)(const ordered_json& machine, const ordered_json& against);

double total(const ordered_json& totals, const char* key) {
  return totals.at(key).get<double>();
}

double saving(const ordered_json& machine, const ordered_json& against, const char* map,
              const char* component) {
  const double part = machine.at(map).value(component, 0.0);
  return 1.0 - share(part, against.at(map).value(component, 0.0));
}

/// Of one machine, whatever it runs.
constexpr const char* area_quantity = "area_mm2";

struct Quantity {
  const char* name;
  Evaluate evaluate;
};

constexpr Quantity quantities[] = {
    {"speedup",
     [](const auto& m, const auto& a) { return total(a, "time_s") / total(m, "time_s"); }},
    {"energy_gain",
     [](const auto& m, const auto& a) { return total(a, "energy_pj") / total(m, "energy_pj"); }},
    {"pe_area_saving",
     [](const auto& m, const auto& a) { return saving(m, a, "area_mm2_by_component", "pe"); }},
    {"pe_energy_saving",
     [](const auto& m, const auto& a) { return saving(m, a, "energy_breakdown_pj", "pe"); }}};

void read_design(cost::MappingReader& entry, const std::string& key, const std::string& file,
                 Design& design, core::Faults& faults) {
  design.architecture = entry.text(key);
  const std::string with = key + "_set";
  const YAML::Node set = entry.optional(with);
  if (!set.IsDefined()) return;
  core::YamlMap map{set, file};
  for (const core::YamlEntry* value : map.unknown()) {
    const auto text = core::as_text(value->value, with + "." + value->key, faults);
    design.set.emplace_back(value->key, text.value_or(""));
  }
}

/// A map of names to numbers of layers.
void read_workloads(cost::MappingReader& entry, const std::string& file, PublishedFigure& figure,
                    core::Faults& faults) {
  const YAML::Node map = entry.required("workloads");
  if (!map.IsDefined()) return;
  if (!map.IsMap() || map.size() == 0) {
    faults.add(core::position_of(map, file), "'workloads' must map names to numbers of layers");
    return;
  }
  const core::YamlMap names{map, file};
  for (const core::YamlEntry* name : names.unknown()) {
    const auto layers = core::as_integer(name->value, "workloads." + name->key, 1, 1 << 20, faults);
    figure.workloads.emplace_back(name->key, static_cast<std::uint64_t>(layers.value_or(1)));
  }
}

PublishedEntry read_entry(const YAML::Node& node, const std::string& file, core::Faults& faults) {
  cost::MappingReader reader{node, file, "a published figure", faults};
  PublishedEntry entry;
  read_design(reader, "machine", file, entry.machine, faults);
  entry.figure.quantity = reader.one_of("quantity", published_quantities());
  if (entry.figure.quantity != area_quantity) {
    read_design(reader, "against", file, entry.against, faults);
    read_workloads(reader, file, entry.figure, faults);
  }
  entry.figure.value = reader.positive("value");
  entry.figure.mark = reader.one_of("mark", cost::marks);
  entry.figure.source = reader.text("source");
  if (reader.optional("note").IsDefined()) entry.figure.note = reader.text("note");
  reader.finish();
  return entry;
}

/// The totals of a machine, if they are over as many layers as the figure.
const ordered_json* totals_of(const ordered_json& workloads,
                              const std::pair<std::string, std::uint64_t>& wanted,
                              const std::string& machine) {
  for (const auto& one : workloads) {
    const auto& layers = one.at("layers");
    const auto counted = std::count_if(layers.begin(), layers.end(), [](const auto& layer) {
      return layer.at("in_totals").template get<bool>();
    });
    if (one.at("name") != wanted.first || static_cast<std::uint64_t>(counted) != wanted.second) {
      continue;
    }
    const auto& totals = one.at("totals");
    if (totals.contains(machine) && !totals.at(machine).is_null()) return &totals.at(machine);
  }
  return nullptr;
}

std::optional<double> area_of(const ordered_json& machines, const std::string& name) {
  for (const auto& machine : machines) {
    if (machine.at("name") == name) return machine.at("area_mm2").get<double>();
  }
  return {};
}

/// The arithmetic mean over the workloads; none where one was not compared in whole.
std::optional<double> simulated(const PublishedFigure& figure, const ordered_json& workloads) {
  const auto* quantity =
      std::find_if(std::begin(quantities), std::end(quantities),
                   [&](const Quantity& known) { return figure.quantity == known.name; });
  if (quantity == std::end(quantities)) return {};
  std::vector<double> values;
  for (const auto& workload : figure.workloads) {
    const auto* machine = totals_of(workloads, workload, figure.machine);
    const auto* against = totals_of(workloads, workload, figure.against);
    if (machine == nullptr || against == nullptr) return {};
    values.push_back(quantity->evaluate(*machine, *against));
  }
  return arithmetic_mean(values);
}

}  // namespace

const std::vector<std::string>& published_quantities() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all{area_quantity};
    for (const Quantity& quantity : quantities) all.emplace_back(quantity.name);
    return all;
  }();
  return names;
}

std::vector<PublishedEntry> read_published(const std::string& path) {
  const YAML::Node root = core::load_yaml(path);
  core::Faults faults;
  cost::MappingReader reader{root, path, "a file of published figures", faults};
  std::vector<PublishedEntry> entries;
  const YAML::Node list = reader.required("published");
  if (list.IsDefined() && !list.IsSequence()) {
    faults.add(core::position_of(list, path), "'published' must be a list of figures");
  } else if (list.IsDefined()) {
    for (const auto& node : list) entries.push_back(read_entry(node, path, faults));
  }
  reader.finish();
  faults.throw_if_any();
  return entries;
}

ordered_json published_json(const std::vector<PublishedFigure>& figures,
                            const ordered_json& machines, const ordered_json& workloads) {
  auto list = ordered_json::array();
  for (const PublishedFigure& figure : figures) {
    const auto value = figure.quantity == area_quantity ? area_of(machines, figure.machine)
                                                        : simulated(figure, workloads);
    if (!value) continue;
    auto names = ordered_json::array();
    for (const auto& [name, layers] : figure.workloads) names.push_back(name);
    ordered_json json{{"machine", figure.machine},     {"against", figure.against},
                      {"workloads", std::move(names)}, {"quantity", figure.quantity},
                      {"value", figure.value},         {"simulated", *value},
                      {"mark", figure.mark},           {"source", figure.source}};
    if (!figure.note.empty()) json["note"] = figure.note;
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace gossamer::report::comparison
