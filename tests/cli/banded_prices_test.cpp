// SPDX-License-Identifier: Apache-2.0
#include "cli/banded_prices.hpp"

#include "cli/run_report.hpp"
#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using namespace gossamer;
using cli::BandedPrices;

namespace {

const std::string configs = GOSSAMER_SOURCE "/configs/";

arch::Configuration configuration_of(const std::string& name) {
  return arch::read_configuration(configs + "arch/" + name + ".yaml", {});
}

/// Every counter of the machine, some more than others.
core::LayerRecord record_of(const arch::Configuration& configuration) {
  core::LayerRecord record;
  record.cycles = 12345;
  record.counters = configuration.machine->counters();
  std::uint64_t count = 1000;
  for (auto& [path, actions] : record.counters) {
    for (auto& [action, counted] : actions) counted = count += 77;
  }
  return record;
}

double priced_with(const arch::Configuration& configuration, const std::string& technology) {
  arch::Operation operation = configuration.operation;
  operation.technology = configs + "technology/" + technology + ".yaml";
  const auto prices = cli::load_prices(operation, *configuration.machine);
  return cost::total(prices
                         .energy(record_of(configuration), configuration.machine->components(),
                                 operation.clock_ghz, operation.voltage)
                         .leaves.calibrated);
}

}  // namespace

TEST_CASE("counters are priced as by a run with the machine's own technology, to the last bit") {
  const std::string name = GENERATE("scnn", "dcnn", "pe_array", "dlac", "a100");
  CAPTURE(name);
  const auto configuration = configuration_of(name);
  const BandedPrices prices{configuration, ""};
  const auto energy = prices.energy(record_of(configuration));
  const std::string own = name == "dlac" ? "14nm" : name == "a100" ? "7nm" : "16nm";
  CHECK(energy.pj == priced_with(configuration, own));
  CHECK(energy.pj == cost::total(energy.leaves_pj));
  CHECK(energy.by_method_pj.at("cv2") == energy.pj);
}

TEST_CASE("the band holds what both methods of scaling make of the same counters") {
  const auto configuration = configuration_of("scnn");
  const auto energy = BandedPrices{configuration, ""}.energy(record_of(configuration));
  CHECK(energy.by_method_pj.at("cv2") == priced_with(configuration, "16nm"));
  CHECK(energy.by_method_pj.at("fitted") == priced_with(configuration, "16nm_fitted"));
  CHECK(energy.by_method_pj.at("fitted") != energy.by_method_pj.at("cv2"));
}

TEST_CASE("another technology prices energy and area of its node, and says so") {
  const auto configuration = configuration_of("scnn");
  const BandedPrices here{configuration, ""};
  const BandedPrices there{configuration, configs + "technology/7nm.yaml"};
  CHECK(there.energy(record_of(configuration)).pj == priced_with(configuration, "7nm"));
  CHECK(cost::total(there.area()) < cost::total(here.area()));
  CHECK(there.pricing().technology == "7nm");
  CHECK(there.pricing().calibration == "scnn");
  for (const auto& [method, area] : there.area_by_method()) {
    CHECK(area == cost::total(there.area()));
  }
}

TEST_CASE("a technology with factors of its own has no band") {
  const test::TemporaryDirectory home;
  const std::string file = home.write(
      "own.yaml",
      "technology: own\nlibrary: " + configs +
          "technology/primitives.yaml\nnode_nm: 12\nvoltage: 0.8\nscaling: own\n"
          "leakage: {general: 1, high_performance: 1, mark: assumed, source: test}\nfactors:\n"
          "  - {from_nm: 45, area: 0.2, energy: 0.2, leakage: 1, mark: assumed, source: test}\n"
          "  - {from_nm: 40, area: 0.2, energy: 0.2, leakage: 1, mark: assumed, source: test}\n"
          "  - {from_nm: 32, area: 0.2, energy: 0.2, leakage: 1, mark: assumed, source: test}\n");
  const auto configuration = configuration_of("scnn");
  const BandedPrices prices{configuration, file};
  CHECK_FALSE(prices.has_band());
  CHECK(prices.energy(record_of(configuration)).by_method_pj.empty());
  CHECK(BandedPrices(configuration, "").has_band());
}
