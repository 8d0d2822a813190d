// SPDX-License-Identifier: Apache-2.0
#include "report/invariants.hpp"

#include <limits>
#include <string>

#include "core/errors.hpp"
#include "report/sample_run.hpp"
#include "support/catch.hpp"

namespace gossamer::report {
namespace {

using Catch::Matchers::Contains;

template <class Checked>
std::string violation(const Checked& checked) {
  try {
    check_invariants(checked);
  } catch (const core::SimulationStuck& error) {
    return error.what();
  }
  return "";
}

LayerReport sample_layer() {
  return test::sample_run().layers.front();
}

TEST_CASE("a layer in which everything adds up passes") {
  CHECK(violation(test::sample_record("a")).empty());
  CHECK(violation(sample_layer()).empty());
}

TEST_CASE("slots that do not sum to multipliers x cycles are named with the numbers") {
  auto record = test::sample_record("conv9");
  record.slots[2].second -= 1;
  CHECK_THAT(violation(record), Contains("'conv9'") && Contains("sum to 799") &&
                                    Contains("barrier 149") && Contains("8 multipliers x 100") &&
                                    Contains("800"));
}

TEST_CASE("a module that loses or invents a cycle is named with its activity") {
  auto record = test::sample_record("conv9");
  record.activity[0].second.add(core::Activity::wait_output, core::Cycles{1});
  const auto text = violation(record);
  CHECK_THAT(text, Contains("'pe0' accounts for 101 cycles") && Contains("wait_output 6"));
  CHECK_THAT(text, !Contains("'dram'"));
}

TEST_CASE("more effectual MACs than MACs break an invariant, equally many do not") {
  auto record = test::sample_record("conv9");
  record.macs = 600;
  CHECK(violation(record).empty());
  record.macs = 599;
  CHECK_THAT(violation(record), Contains("600 effectual MACs") && Contains("599"));
}

TEST_CASE("all violations of a layer come at once") {
  auto record = test::sample_record("conv9");
  record.cycles = 101;
  const auto text = violation(record);
  CHECK_THAT(text, Contains("slots sum") && Contains("'pe0'") && Contains("'dram'"));
}

TEST_CASE("energy leaves sum to the total that pe and the leaves outside it give") {
  auto layer = sample_layer();
  layer.energy_pj.raw["pe"] += 1.0;
  CHECK_THAT(violation(layer), Contains("energy leaves sum to 1150.75") && Contains("1151.75"));
  layer = sample_layer();
  layer.energy_pj.calibrated["pe/new"] = 1.0;
  CHECK_THAT(violation(layer), Contains("energy leaves sum to 1151.75"));
}

TEST_CASE("an energy is a finite number that is not negative, and dram has one") {
  auto layer = sample_layer();
  layer.energy_pj.calibrated["dram"] = -1.0;
  CHECK_THAT(violation(layer), Contains("energy of 'dram' is -1"));
  layer.energy_pj.calibrated["dram"] = std::numeric_limits<double>::infinity();
  CHECK_THAT(violation(layer), Contains("energy of 'dram' is inf"));
  layer.energy_pj.calibrated.erase("dram");
  CHECK_THAT(violation(layer), Contains("'dram' is missing"));
}

}  // namespace
}  // namespace gossamer::report
