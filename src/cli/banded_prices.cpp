// SPDX-License-Identifier: Apache-2.0
#include "cli/banded_prices.hpp"

#include <algorithm>

#include "cli/run_report.hpp"
#include "core/errors.hpp"

namespace gossamer::cli {

namespace {

arch::Operation with_technology(arch::Operation operation, const std::string& technology) {
  if (!technology.empty()) operation.technology = technology;
  return operation;
}

}  // namespace

BandedPrices::BandedPrices(const arch::Configuration& configuration, const std::string& technology)
    : operation_{with_technology(configuration.operation, technology)},
      components_{configuration.machine->components()},
      nominal_{load_prices(operation_, *configuration.machine)} {
  if (nominal_.technology().scaling().method == cost::Method::own) return;
  for (const cost::Method method : {cost::Method::cv2, cost::Method::fitted}) {
    by_method_.emplace(cost::method_names[static_cast<std::size_t>(method)],
                       cost::CostModel{nominal_.technology().scaled_by(method),
                                       nominal_.calibration(), nominal_.tables()});
  }
}

report::comparison::LayerEnergy BandedPrices::energy(const core::LayerRecord& record) const {
  const auto price = [&](const cost::CostModel& prices) {
    return prices.energy(record, components_, operation_.clock_ghz, operation_.voltage)
        .leaves.calibrated;
  };
  report::comparison::LayerEnergy energy;
  energy.leaves_pj = price(nominal_);
  energy.pj = cost::total(energy.leaves_pj);
  for (const auto& [method, prices] : by_method_) {
    const bool own = prices.technology().scaling().method == nominal_.technology().scaling().method;
    energy.by_method_pj[method] = own ? energy.pj : cost::total(price(prices));
  }
  return energy;
}

std::map<std::string, double> BandedPrices::area() const {
  return nominal_.area(components_).calibrated;
}

std::map<std::string, double> BandedPrices::area_by_method() const {
  std::map<std::string, double> areas{{"", cost::total(area())}};
  for (const auto& [method, prices] : by_method_) {
    areas[method] = cost::total(prices.area(components_).calibrated);
  }
  return areas;
}

report::Pricing BandedPrices::pricing() const {
  report::Pricing pricing = pricing_of(nominal_, operation_);
  if (!from_tables_alone()) return pricing;
  return {"tables", "as given by ert and art", pricing.voltage, "", {}};
}

bool BandedPrices::from_tables_alone() const {
  if (nominal_.tables().empty()) return false;
  core::Faults faults;
  auto tables = nominal_.tables().of(components_, faults);
  const auto units = nominal_.unit_prices(components_, operation_.clock_ghz, operation_.voltage);
  return std::all_of(units.begin(), units.end(), [&](const auto& unit) {
    const auto& [path, price] = unit;
    const cost::TablePrices& given = tables[path];
    const auto has = [&given](const auto& action) {
      return action.second == 0.0 || given.action_pj.count(action.first) != 0;
    };
    return (given.area_um2 || price.area_um2 == 0.0) && (given.leak_pj || price.leak_pj == 0.0) &&
           std::all_of(price.action_pj.begin(), price.action_pj.end(), has);
  });
}

}  // namespace gossamer::cli
