// SPDX-License-Identifier: Apache-2.0
#include "cost/cost_model.hpp"

#include <fmt/format.h>

#include <set>
#include <stdexcept>
#include <utility>

#include "cost/completeness.hpp"
#include "cost/sources.hpp"

namespace gossamer::cost {
namespace {

constexpr double mm2_per_um2 = 1e-6;
constexpr double pj_per_uw_ns = 1e-3;

// Two components under one path would both be charged for the path's counters.
void refuse_repeated_paths(const core::Components& components) {
  std::set<std::string> seen;
  for (const auto& component : components) {
    if (!seen.insert(component.path).second) {
      throw std::logic_error(fmt::format("two components have the path '{}'", component.path));
    }
  }
}

void add_pe_sum(std::map<std::string, double>& leaves) {
  for (const auto& [path, value] : leaves) {
    if (!is_at_or_below(path, "pe")) continue;
    leaves["pe"] = sum_under_pe(leaves);
    return;
  }
}

void add_sums(Breakdown& breakdown) {
  add_pe_sum(breakdown.raw);
  add_pe_sum(breakdown.calibrated);
}

using Parts = std::map<std::string, double>;

void add_actions(Parts& energy_pj, const core::Component& component,
                 const CostModel::Actions& counted, const std::map<std::string, PartPrices>& prices,
                 const TablePrices& table) {
  for (const auto& [action, count] : counted) {
    if (table.action_pj.count(action) != 0) continue;
    for (const core::Use& use : component.actions.at(action)) {
      energy_pj[use.part] +=
          static_cast<double>(count) * use.times * prices.at(use.part).action_pj.at(use.action);
    }
  }
}

double leakage_uw(const core::Component& component,
                  const std::map<std::string, PartPrices>& prices) {
  double power_uw = 0.0;
  for (const core::Part& part : component.parts) {
    power_uw +=
        static_cast<double>(component.instances) * part.count * prices.at(part.name).leakage_uw;
  }
  return power_uw;
}

/// What the tables say a component's counted actions and leakage took.
double table_energy_pj(const core::Component& component, const CostModel::Actions* counted,
                       const TablePrices& table, std::uint64_t cycles) {
  double pj = 0.0;
  for (const auto& [action, price] : table.action_pj) {
    if (counted == nullptr || counted->count(action) == 0) continue;
    pj += static_cast<double>(counted->at(action)) * price;
  }
  return pj + table.leak_pj.value_or(0.0) * static_cast<double>(component.instances) *
                  static_cast<double>(cycles);
}

/// Under the name of a part: what tables of the user have priced.
constexpr const char* table_part = "table";

}  // namespace

CostModel::CostModel(Technology technology, Calibration calibration, AccelergyTables tables)
    : technology_{std::move(technology)},
      calibration_{std::move(calibration)},
      tables_{std::move(tables)} {}

std::map<std::string, PartPrices> CostModel::price_parts(const core::Component& component,
                                                         double voltage,
                                                         core::Faults& faults) const {
  std::map<std::string, PartPrices> prices;
  for (const core::Part& part : component.parts) {
    prices[part.name] = price_part(technology_, voltage, component, part, faults);
  }
  return prices;
}

void CostModel::check(const core::Components& components, const Counters& counters) const {
  refuse_repeated_paths(components);
  core::Faults faults;
  std::vector<std::string> paths;
  for (const auto& component : components) {
    paths.push_back(component.path);
    price_parts(component, technology_.scaling().voltage, faults);
    check_composition(component, technology_.library(), faults);
  }
  refuse_unpriced_counters(components, counters, technology_.file(), faults);
  refuse_uncounted_actions(components, counters, technology_.file(), faults);
  calibration_.refuse_idle_fits(paths, faults);
  tables_.of(components, faults);
  faults.throw_if_any();
}

std::vector<ComponentArea> CostModel::area_tree(const core::Components& components) const {
  refuse_repeated_paths(components);
  core::Faults faults;
  auto tables = tables_.of(components, faults);
  std::vector<ComponentArea> tree;
  for (const auto& component : components) {
    const auto prices = price_parts(component, technology_.scaling().voltage, faults);
    const auto& given = tables[component.path].area_um2;
    const double factor = given ? 1.0 : calibration_.area_factor(component.path);
    const auto instances = static_cast<double>(component.instances);
    ComponentArea area{component.path, component.kind, component.instances, 0.0, 0.0, 0.0, {}};
    if (given) {
      const double all = instances * *given * mm2_per_um2;
      area.parts.push_back({table_part, table_part, 1, {}, *given, all, all});
      area.unit_um2 = *given;
    }
    for (const core::Part& part : component.parts) {
      if (given) break;
      const double unit = prices.at(part.name).area_um2;
      const double raw = instances * part.count * unit * mm2_per_um2;
      area.parts.push_back(
          {part.name, part.primitive, part.count, part.attributes, unit, raw, raw * factor});
      area.unit_um2 += part.count * unit;
    }
    area.raw_mm2 = instances * area.unit_um2 * mm2_per_um2;
    area.mm2 = area.raw_mm2 * factor;
    tree.push_back(std::move(area));
  }
  faults.throw_if_any();
  return tree;
}

Breakdown CostModel::area(const core::Components& components) const {
  Breakdown result;
  for (const ComponentArea& area : area_tree(components)) {
    if (area.raw_mm2 == 0.0) continue;
    result.raw[area.path] = area.raw_mm2;
    result.calibrated[area.path] = area.mm2;
  }
  add_sums(result);
  return result;
}

LayerEnergy CostModel::energy(const core::LayerRecord& record, const core::Components& components,
                              double clock_ghz, double voltage) const {
  refuse_repeated_paths(components);
  core::Faults faults;
  refuse_unpriced_counters(components, record.counters, technology_.file(), faults);
  faults.throw_if_any();
  const double time_ns = static_cast<double>(record.cycles) / clock_ghz;
  auto tables = tables_.of(components, faults);
  LayerEnergy result;
  for (const auto& component : components) {
    const auto prices = price_parts(component, voltage, faults);
    check_composition(component, technology_.library(), faults);
    faults.throw_if_any();
    const TablePrices& table = tables[component.path];
    const auto found = record.counters.find(component.path);
    const Actions* counted = found == record.counters.end() ? nullptr : &found->second;
    Parts parts;
    if (counted != nullptr) add_actions(parts, component, *counted, prices, table);
    const double power_uw = table.leak_pj ? 0.0 : leakage_uw(component, prices);
    if (power_uw > 0.0) parts["leakage"] = power_uw * time_ns * pj_per_uw_ns;
    const double factor = calibration_.energy_factor(component.path);
    double& raw = result.leaves.raw[component.path];
    for (auto& [name, energy_pj] : parts) {
      raw += energy_pj;
      energy_pj *= factor;
    }
    result.leaves.calibrated[component.path] = raw * factor;
    const double given = table_energy_pj(component, counted, table, record.cycles);
    if (given > 0.0) {
      parts[table_part] = given;
      raw += given;
      result.leaves.calibrated[component.path] += given;
    }
    result.parts[component.path] = std::move(parts);
  }
  add_sums(result.leaves);
  return result;
}

std::map<std::string, TablePrices> CostModel::unit_prices(const core::Components& components,
                                                          double clock_ghz, double voltage) const {
  core::Faults faults;
  auto units = tables_.of(components, faults);
  for (const core::Component& component : components) {
    const auto prices = price_parts(component, voltage, faults);
    check_composition(component, technology_.library(), faults);
    faults.throw_if_any();
    TablePrices& unit = units[component.path];
    const double factor = calibration_.energy_factor(component.path);
    for (const auto& [action, uses] : component.actions) {
      double pj = 0.0;
      for (const core::Use& use : uses) {
        pj += use.times * prices.at(use.part).action_pj.at(use.action);
      }
      unit.action_pj.emplace(action, pj * factor);
    }
    if (!unit.leak_pj) {
      unit.leak_pj = leakage_uw(component, prices) / static_cast<double>(component.instances) *
                     pj_per_uw_ns / clock_ghz * factor;
    }
  }
  for (const ComponentArea& area : area_tree(components)) {
    TablePrices& unit = units[area.path];
    if (!unit.area_um2) {
      unit.area_um2 = area.unit_um2 * calibration_.area_factor(area.path);
    }
  }
  return units;
}

std::vector<SourceRow> CostModel::sources(const core::Components& components,
                                          double voltage) const {
  auto rows = price_sources(technology_, components, voltage);
  core::Faults faults;
  const auto add = [&](const std::string& path, const std::string& quantity, double value,
                       const char* unit) {
    rows.push_back({path, quantity, fmt::format("{}", value), unit, 0.0, 0.0, 1.0, "given",
                    "Accelergy table of the machine (ert, art)"});
  };
  for (const auto& [path, table] : tables_.of(components, faults)) {
    for (const auto& [action, pj] : table.action_pj) add(path, action, pj, "pJ");
    if (table.leak_pj) add(path, leak_action, *table.leak_pj, "pJ");
    if (table.area_um2) add(path, "area", *table.area_um2, "um2");
  }
  faults.throw_if_any();
  return rows;
}

}  // namespace gossamer::cost
