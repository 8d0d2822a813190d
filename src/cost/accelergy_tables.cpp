// SPDX-License-Identifier: Apache-2.0
#include "cost/accelergy_tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/names.hpp"
#include "core/yaml.hpp"
#include "cost/keys.hpp"
#include "cost/mapping_reader.hpp"

namespace gossamer::cost {
namespace {

/// `chip.pe[1..64].ram[1..1]` without what stands in brackets.
std::string without_ranges(const std::string& name) {
  std::string result;
  bool inside = false;
  for (const char c : name) {
    if (c == '[') inside = true;
    if (!inside) result += c;
    if (c == ']') inside = false;
  }
  return result;
}

/// The component of a table's name, or none.
const core::Component* find_component(const core::Components& components, const std::string& name) {
  const auto is = [&](const std::string& dotted) {
    return std::find_if(components.begin(), components.end(), [&](const core::Component& one) {
      return accelergy_name(one.path) == dotted;
    });
  };
  auto found = is(name);
  const std::size_t dot = name.find('.');
  if (found == components.end() && dot != std::string::npos) found = is(name.substr(dot + 1));
  return found == components.end() ? nullptr : &*found;
}

std::string nearest_component(const core::Components& components, const std::string& name) {
  std::vector<std::string> names;
  for (const core::Component& component : components) {
    names.push_back(accelergy_name(component.path));
  }
  const std::size_t dot = name.find('.');
  const bool behind_system = core::nearest_name(name, names).empty() && dot != std::string::npos;
  return core::suggestion(behind_system ? name.substr(dot + 1) : name, names);
}

/// The list of tables under the file's only section; an empty one after a fault.
YAML::Node read_tables(const YAML::Node& root, const std::string& section, const std::string& file,
                       core::Faults& faults) {
  MappingReader whole{root, file, "a file of " + section + " tables", faults};
  const YAML::Node inside = whole.required(section);
  if (!inside.IsDefined()) return YAML::Node{YAML::NodeType::Sequence};
  MappingReader reader{inside, file, "'" + section + "'", faults};
  const YAML::Node tables = reader.required("tables");
  if (tables.IsDefined() && tables.IsSequence()) return tables;
  if (tables.IsDefined()) {
    faults.add(core::position_of(tables, file), "'tables' must be a list, an entry per component");
  }
  return YAML::Node{YAML::NodeType::Sequence};
}

/// One energy for each action is all that counters can be priced with.
void refuse_arguments(MappingReader& reader, const std::string& file, core::Faults& faults) {
  const YAML::Node arguments = reader.optional("arguments");
  if (!arguments.IsDefined() || arguments.IsNull()) return;
  if (arguments.IsMap() && arguments.size() == 0) return;
  faults.add(core::position_of(arguments, file),
             "arguments of an action are not known here; allowed: {}, one energy for the action");
}

}  // namespace

std::string accelergy_name(const std::string& path) {
  std::string name = path;
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

AccelergyTables AccelergyTables::load(const std::string& ert, const std::string& art) {
  AccelergyTables tables;
  core::Faults faults;
  if (!ert.empty()) tables.read_ert(ert, faults);
  if (!art.empty()) tables.read_art(art, faults);
  faults.throw_if_any();
  return tables;
}

void AccelergyTables::read_ert(const std::string& file, core::Faults& faults) {
  for (const auto& table : read_tables(core::load_yaml(file), "ERT", file, faults)) {
    MappingReader reader{table, file, "a table of the ERT", faults};
    const std::string name = without_ranges(reader.text("name"));
    const core::Position where = reader.where("name");
    const YAML::Node actions = reader.required("actions");
    if (!actions.IsDefined()) continue;
    if (!actions.IsSequence()) {
      faults.add(core::position_of(actions, file), "'actions' must be a list");
      continue;
    }
    for (const auto& action : actions) {
      MappingReader row{action, file, "an action of '" + name + "'", faults};
      const std::string action_name = row.text("name");
      const double energy = row.non_negative("energy");
      refuse_arguments(row, file, faults);
      entries_.push_back({name, action_name, energy, where, row.where("name")});
    }
  }
}

void AccelergyTables::read_art(const std::string& file, core::Faults& faults) {
  for (const auto& table : read_tables(core::load_yaml(file), "ART", file, faults)) {
    MappingReader reader{table, file, "a table of the ART", faults};
    const std::string name = without_ranges(reader.text("name"));
    const double area = reader.non_negative("area");
    entries_.push_back({name, "", area, reader.where("name"), reader.where("area")});
  }
}

std::map<std::string, TablePrices> AccelergyTables::of(const core::Components& components,
                                                       core::Faults& faults) const {
  std::map<std::string, TablePrices> prices;
  std::string last_unknown;
  for (const Entry& entry : entries_) {
    const core::Component* component = find_component(components, entry.name);
    if (component == nullptr) {
      if (entry.name != last_unknown) {
        faults.add(entry.name_where, fmt::format("no component {}{}", core::quoted(entry.name),
                                                 nearest_component(components, entry.name)));
      }
      last_unknown = entry.name;
      continue;
    }
    TablePrices& table = prices[component->path];
    const bool leak = entry.action == leak_action;
    bool fresh = true;
    if (entry.action.empty()) {
      fresh = !table.area_um2;
      table.area_um2 = entry.value;
    } else if (leak) {
      fresh = !table.leak_pj;
      table.leak_pj = entry.value;
    } else if (component->actions.count(entry.action) == 0) {
      std::vector<std::string> known = keys(component->actions);
      known.emplace_back(leak_action);
      faults.add(entry.where,
                 fmt::format("component {} has no action {}{}", core::quoted(entry.name),
                             core::quoted(entry.action), core::suggestion(entry.action, known)));
    } else {
      fresh = table.action_pj.emplace(entry.action, entry.value).second;
    }
    if (!fresh) {
      faults.add(entry.where,
                 fmt::format("{} of component {} is given twice; allowed: once",
                             entry.action.empty() ? "the area" : core::quoted(entry.action),
                             core::quoted(entry.name)));
    }
  }
  return prices;
}

}  // namespace gossamer::cost
