// SPDX-License-Identifier: Apache-2.0
#include "cost/cost_model.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/names.hpp"

namespace gossamer::cost {
namespace {

constexpr double mm2_per_um2 = 1e-6;
constexpr double pj_per_uw_ns = 1e-3;

template <class Map>
std::vector<std::string> keys(const Map& map) {
  std::vector<std::string> names;
  for (const auto& entry : map) names.push_back(entry.first);
  return names;
}

// Two components under one path would both be charged for the path's counters.
void refuse_repeated_paths(const core::Components& components) {
  std::set<std::string> seen;
  for (const auto& component : components) {
    if (!seen.insert(component.path).second) {
      throw std::logic_error(fmt::format("two components have the path '{}'", component.path));
    }
  }
}

/// The price for these attributes; 0 and a fault if an attribute is missing.
double evaluate(const Price& price, const core::Component& component, const std::string& what,
                core::Faults& faults) {
  const auto missing = price.law.missing(component.attributes);
  if (missing.empty()) return price.at(component.attributes);
  faults.add(price.where,
             fmt::format("{} of '{}' (kind '{}') depends on {}, which the component does not have",
                         what, component.path, component.kind, fmt::join(missing, ", ")));
  return 0.0;
}

std::vector<std::string> paths_of(const core::Components& components) {
  std::vector<std::string> paths;
  for (const auto& component : components) paths.push_back(component.path);
  return paths;
}

void refuse_unknown_paths(const std::map<std::string, CostModel::Actions>& counters,
                          const core::Components& components, const std::string& file,
                          core::Faults& faults) {
  const std::vector<std::string> paths = paths_of(components);
  const std::set<std::string> known{paths.begin(), paths.end()};
  for (const auto& [path, actions] : counters) {
    if (known.count(path) != 0) continue;
    faults.add({file}, fmt::format("actions were counted at '{}', which is no component of the "
                                   "machine and cannot be priced{}",
                                   path, core::suggestion(path, paths)));
  }
}

void add_pe_sum(std::map<std::string, double>& leaves) {
  for (const auto& [path, value] : leaves) {
    if (!is_at_or_below(path, "pe")) continue;
    leaves["pe"] = sum_under_pe(leaves);
    return;
  }
}

}  // namespace

CostModel::CostModel(Technology technology, Calibration calibration)
    : technology_{std::move(technology)}, calibration_{std::move(calibration)} {}

const KindPrices* CostModel::find_kind(const core::Component& component,
                                       core::Faults& faults) const {
  const auto found = technology_.kinds().find(component.kind);
  if (found != technology_.kinds().end()) return &found->second;
  faults.add(
      {technology_.file()},
      fmt::format("no prices for the component kind '{}' of '{}'{}", component.kind, component.path,
                  core::suggestion(component.kind, keys(technology_.kinds()))));
  return nullptr;
}

double CostModel::area_um2(const core::Component& component, const KindPrices& prices,
                           core::Faults& faults) const {
  if (!prices.area) return 0.0;
  return static_cast<double>(component.instances) *
         evaluate(*prices.area, component, "the area", faults);
}

void CostModel::check(const core::Components& components,
                      const std::map<std::string, Actions>& counters) const {
  refuse_repeated_paths(components);
  core::Faults faults;
  refuse_unknown_paths(counters, components, technology_.file(), faults);
  for (const auto& component : components) {
    const KindPrices* const prices = find_kind(component, faults);
    if (prices == nullptr) continue;
    area_um2(component, *prices, faults);
    if (prices->leakage) evaluate(*prices->leakage, component, "the leakage", faults);
    if (const auto counted = counters.find(component.path); counted != counters.end()) {
      action_energy_pj(component, *prices, counted->second, 1.0, faults);
    }
  }
  calibration_.refuse_idle_fits(paths_of(components), faults);
  faults.throw_if_any();
}

Breakdown CostModel::area(const core::Components& components) const {
  refuse_repeated_paths(components);
  core::Faults faults;
  std::map<std::string, double> leaves;
  for (const auto& component : components) {
    const KindPrices* const prices = find_kind(component, faults);
    if (prices == nullptr || !prices->area) continue;
    leaves[component.path] = area_um2(component, *prices, faults) * mm2_per_um2;
  }
  faults.throw_if_any();
  return finish_area(std::move(leaves));
}

double CostModel::action_energy_pj(const core::Component& component, const KindPrices& prices,
                                   const Actions& actions, double voltage_squared,
                                   core::Faults& faults) const {
  double sum = 0.0;
  for (const auto& [action, count] : actions) {
    const auto found = prices.actions.find(action);
    if (found == prices.actions.end()) {
      faults.add(prices.where, fmt::format("no price for the action '{}' of '{}' (kind '{}'){}",
                                           action, component.path, component.kind,
                                           core::suggestion(action, keys(prices.actions))));
      continue;
    }
    const Price& price = found->second;
    sum += static_cast<double>(count) * evaluate(price, component, "the action " + action, faults) *
           (price.follows_voltage ? voltage_squared : 1.0);
  }
  return sum;
}

Breakdown CostModel::energy(const core::LayerRecord& record, const core::Components& components,
                            double clock_ghz, double voltage) const {
  refuse_repeated_paths(components);
  core::Faults faults;
  refuse_unknown_paths(record.counters, components, technology_.file(), faults);
  const double ratio = voltage / technology_.voltage();
  const double voltage_squared = ratio * ratio;
  const double time_ns = static_cast<double>(record.cycles) / clock_ghz;
  std::map<std::string, double> leaves;
  for (const auto& component : components) {
    const KindPrices* const prices = find_kind(component, faults);
    if (prices == nullptr) continue;
    double energy_pj = 0.0;
    if (const auto counted = record.counters.find(component.path);
        counted != record.counters.end()) {
      energy_pj += action_energy_pj(component, *prices, counted->second, voltage_squared, faults);
    }
    if (prices->leakage) {
      const double power_uw = area_um2(component, *prices, faults) *
                              evaluate(*prices->leakage, component, "the leakage", faults);
      energy_pj += power_uw * voltage_squared * time_ns * pj_per_uw_ns;
    }
    leaves[component.path] = energy_pj;
  }
  faults.throw_if_any();
  return finish_energy(std::move(leaves));
}

std::vector<std::string> CostModel::uncounted_actions(const core::LayerRecord& record,
                                                      const core::Components& components) const {
  core::Faults faults;
  std::vector<std::string> names;
  for (const auto& component : components) {
    const KindPrices* const prices = find_kind(component, faults);
    if (prices == nullptr) continue;
    const auto counted = record.counters.find(component.path);
    for (const auto& [action, price] : prices->actions) {
      const bool has = counted != record.counters.end() && counted->second.count(action) != 0;
      if (!has) names.push_back(component.path + " " + action);
    }
  }
  faults.throw_if_any();
  return names;
}

Breakdown CostModel::finish_area(std::map<std::string, double> leaves) const {
  Breakdown result{leaves, std::move(leaves)};
  for (auto& [path, value] : result.calibrated) value *= calibration_.area_factor(path);
  add_pe_sum(result.raw);
  add_pe_sum(result.calibrated);
  return result;
}

Breakdown CostModel::finish_energy(std::map<std::string, double> leaves) const {
  Breakdown result{leaves, std::move(leaves)};
  for (auto& [path, value] : result.calibrated) value *= calibration_.energy_factor(path);
  add_pe_sum(result.raw);
  add_pe_sum(result.calibrated);
  return result;
}

}  // namespace gossamer::cost
