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
                 const CostModel::Actions& counted,
                 const std::map<std::string, PartPrices>& prices) {
  for (const auto& [action, count] : counted) {
    for (const core::Use& use : component.actions.at(action)) {
      energy_pj[use.part] +=
          static_cast<double>(count) * use.times * prices.at(use.part).action_pj.at(use.action);
    }
  }
}

void add_leakage(Parts& energy_pj, const core::Component& component,
                 const std::map<std::string, PartPrices>& prices, double time_ns) {
  double power_uw = 0.0;
  for (const core::Part& part : component.parts) {
    power_uw +=
        static_cast<double>(component.instances) * part.count * prices.at(part.name).leakage_uw;
  }
  if (power_uw > 0.0) energy_pj["leakage"] = power_uw * time_ns * pj_per_uw_ns;
}

}  // namespace

CostModel::CostModel(Technology technology, Calibration calibration)
    : technology_{std::move(technology)}, calibration_{std::move(calibration)} {}

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
  faults.throw_if_any();
}

std::vector<ComponentArea> CostModel::area_tree(const core::Components& components) const {
  refuse_repeated_paths(components);
  core::Faults faults;
  std::vector<ComponentArea> tree;
  for (const auto& component : components) {
    const auto prices = price_parts(component, technology_.scaling().voltage, faults);
    const double factor = calibration_.area_factor(component.path);
    const auto instances = static_cast<double>(component.instances);
    ComponentArea area{component.path, component.kind, component.instances, 0.0, 0.0, 0.0, {}};
    for (const core::Part& part : component.parts) {
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
  LayerEnergy result;
  for (const auto& component : components) {
    const auto prices = price_parts(component, voltage, faults);
    check_composition(component, technology_.library(), faults);
    faults.throw_if_any();
    Parts parts;
    if (const auto counted = record.counters.find(component.path);
        counted != record.counters.end()) {
      add_actions(parts, component, counted->second, prices);
    }
    add_leakage(parts, component, prices, time_ns);
    const double factor = calibration_.energy_factor(component.path);
    double& raw = result.leaves.raw[component.path];
    for (auto& [name, energy_pj] : parts) {
      raw += energy_pj;
      energy_pj *= factor;
    }
    result.leaves.calibrated[component.path] = raw * factor;
    result.parts[component.path] = std::move(parts);
  }
  add_sums(result.leaves);
  return result;
}

std::vector<SourceRow> CostModel::sources(const core::Components& components,
                                          double voltage) const {
  return price_sources(technology_, components, voltage);
}

}  // namespace gossamer::cost
