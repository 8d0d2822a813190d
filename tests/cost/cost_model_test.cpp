// SPDX-License-Identifier: Apache-2.0
#include "cost/cost_model.hpp"

#include <stdexcept>

#include "cost/technology_text.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace gossamer::cost {
namespace {

using Catch::Matchers::Contains;
using gossamer::test::TemporaryDirectory;

const std::string calibration_text = R"(calibration: demo
fits: [{components: [pe/ram], area_factor: 2, energy_factor: 4, target: t}]
)";

CostModel model(bool calibrated = true) {
  if (!calibrated) return CostModel{test::round_technology()};
  const TemporaryDirectory directory;
  return CostModel{test::round_technology(),
                   Calibration::load(directory.write("c.yaml", calibration_text))};
}

/// A memory with an adder beside it, which one counted action both uses.
core::Component unit(const std::string& path, std::uint64_t instances) {
  return {path,
          "unit",
          instances,
          {{"cells", "ram", 2, {{"bits", 100}}}, {"sum", "adder", 1, {{"width", 8}}}},
          {{"read", {{"cells", "read", 1}}},
           {"update", {{"cells", "read", 1}, {"sum", "add", 1}, {"cells", "write", 3}}}}};
}

core::Components machine() {
  return {unit("pe/ram", 4), core::one_part("buffer", "ram", 1, {{"bits", 100}}, {"read", "write"}),
          core::one_part("bus", "line", 1, {}, {"transfer"}),
          core::one_part("dram", "chips", 1, {}, {"access"})};
}

core::LayerRecord record() {
  core::LayerRecord record;
  record.name = "conv";
  record.cycles = 1000;
  record.counters = {{"pe/ram", {{"read", 0}, {"update", 10}}},
                     {"buffer", {{"read", 100}, {"write", 0}}},
                     {"bus", {{"transfer", 5}}},
                     {"dram", {{"access", 3}}}};
  return record;
}

std::string fault_of(const core::Components& components, const CostModel::Counters& counters) {
  try {
    model(false).check(components, counters);
  } catch (const core::ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("an area is instances x parts x formula in mm2, and what has none has no key") {
  const auto area = model().area(machine());
  CHECK(area.raw.at("pe/ram") == Approx(4 * (2 * 1000 + 20) * 1e-6));
  CHECK(area.raw.at("buffer") == Approx(1000e-6));
  CHECK(area.raw.count("dram") == 0);
  CHECK(area.raw.count("bus") == 0);
}

TEST_CASE("the area tree lists the parts of each component, and they add up to it") {
  const auto tree = model().area_tree(machine());
  REQUIRE(tree.size() == 4);
  const ComponentArea& component = tree[0];
  CHECK(component.path == "pe/ram");
  CHECK(component.unit_um2 == Approx(2020));
  CHECK(component.raw_mm2 == Approx(4 * 2020e-6));
  CHECK(component.mm2 == 2 * component.raw_mm2);
  REQUIRE(component.parts.size() == 2);
  CHECK(component.parts[0].unit_um2 == Approx(1000));
  CHECK(component.parts[0].count == 2);
  CHECK(component.parts[0].raw_mm2 + component.parts[1].raw_mm2 == Approx(component.raw_mm2));
  CHECK(component.parts[0].mm2 + component.parts[1].mm2 == Approx(component.mm2));
  CHECK(tree[3].path == "dram");
}

TEST_CASE("calibration multiplies the leaves it covers and leaves the raw values beside them") {
  const auto area = model().area(machine());
  CHECK(area.calibrated.at("pe/ram") == 2 * area.raw.at("pe/ram"));
  CHECK(area.calibrated.at("buffer") == area.raw.at("buffer"));
  const auto energy = model().energy(record(), machine(), 1.0, 0.8).leaves;
  CHECK(energy.calibrated.at("pe/ram") == 4 * energy.raw.at("pe/ram"));
  const auto plain = model(false).area(machine());
  CHECK(plain.raw == plain.calibrated);
}

TEST_CASE("the key pe is the sum of all leaves under pe/, and the total does not count it twice") {
  auto components = machine();
  components.push_back(unit("pe/more", 1));
  const auto area = model().area(components).calibrated;
  CHECK(area.at("pe") == area.at("pe/more") + area.at("pe/ram"));
  CHECK(total(area) == Approx(area.at("pe") + area.at("buffer")));
  CHECK(model(false)
            .area({core::one_part("buffer", "ram", 1, {{"bits", 100}}, {})})
            .raw.count("pe") == 0);
}

TEST_CASE("energy is count x times x price of every part an action is made of, and leakage") {
  const auto energy = model(false).energy(record(), machine(), 1.0, 0.8);
  // 4000 um2 x 0.5 uW/um2 x 0.1 for 1000 ns are 200 pJ for each 100 bits.
  CHECK(energy.leaves.raw.at("buffer") == Approx(100 * 1.0 + 200));
  CHECK(energy.leaves.raw.at("dram") == 3 * 8.0);
  const auto& parts = energy.parts.at("pe/ram");
  CHECK(parts.at("cells") == Approx(10 * (1.0 + 3 * 1.5)));
  CHECK(parts.at("sum") == Approx(10 * 2.0));
  CHECK(parts.at("leakage") == Approx(8 * 200));
  CHECK(energy.leaves.raw.at("pe") == energy.leaves.raw.at("pe/ram"));
  CHECK(energy.parts.at("dram").count("leakage") == 0);
}

TEST_CASE("the parts of each component's energy add up to its calibrated leaf") {
  const auto energy = model().energy(record(), machine(), 1.0, 0.8);
  for (const auto& [path, parts] : energy.parts) {
    INFO(path);
    double sum = 0;
    for (const auto& [name, value] : parts) sum += value;
    CHECK(sum == Approx(energy.leaves.calibrated.at(path)));
  }
}

TEST_CASE("leakage is power times time: half the clock, twice the leakage") {
  auto idle = record();
  idle.counters.clear();
  const auto fast = model().energy(idle, machine(), 1.0, 0.8).leaves.raw;
  const auto slow = model().energy(idle, machine(), 0.5, 0.8).leaves.raw;
  CHECK(slow.at("buffer") == 2 * fast.at("buffer"));
}

TEST_CASE("energy on the chip follows the square of the voltage, DRAM does not") {
  const auto low = model().energy(record(), machine(), 1.0, 0.8).leaves.raw;
  const auto high = model().energy(record(), machine(), 1.0, 1.6).leaves.raw;
  CHECK(high.at("buffer") == Approx(4 * low.at("buffer")));
  CHECK(high.at("bus") == Approx(4 * low.at("bus")));
  CHECK(low.at("bus") == Approx(5 * 4.0));  // stated at half the voltage
  CHECK(high.at("dram") == low.at("dram"));
}

TEST_CASE("whatever of a machine has no price is named, before anything is counted") {
  const auto good = record().counters;
  CHECK(fault_of(machine(), good).empty());
  auto counters = good;
  counters["pe/ram"]["updat"] = 0;
  CHECK_THAT(fault_of(machine(), counters), Contains("t.yaml") && Contains("'updat'") &&
                                                Contains("'pe/ram'") &&
                                                Contains("did you mean 'update'"));
  counters = good;
  counters["pe/rom"]["read"] = 0;
  CHECK_THAT(fault_of(machine(), counters),
             Contains("'pe/rom'") && Contains("did you mean 'pe/ram'"));
}

TEST_CASE("what a component offers and no module counts is named, counters at zero are not") {
  auto counters = record().counters;
  counters["pe/ram"].erase("read");
  CHECK_THAT(fault_of(machine(), counters),
             Contains("no module counts the action 'read' of 'pe/ram' (unit)"));
  counters = record().counters;
  counters.erase("dram");
  CHECK_THAT(fault_of(machine(), counters), Contains("no module counts the action 'access'"));
}

TEST_CASE("a composition of what the library has not is an error with the nearest name") {
  const auto good = record().counters;
  auto components = machine();
  components[0].parts[1].primitive = "ader";
  CHECK_THAT(fault_of(components, good),
             Contains("lib.yaml") && Contains("no primitive 'ader' for 'sum' of 'pe/ram'") &&
                 Contains("did you mean 'adder'"));
  components = machine();
  components[0].actions["update"][1].action = "ad";
  CHECK_THAT(fault_of(components, good),
             Contains("lib.yaml:") && Contains("no price for the action 'ad' of the primitive "
                                               "'adder', which 'update' of 'pe/ram' is made of"));
  CHECK_THROWS_AS(model().energy(record(), components, 1.0, 0.8), core::ConfigError);
}

TEST_CASE("attributes that a price needs and lacks, or does not know, are errors") {
  auto components = machine();
  components[0].parts[1].attributes = {{"widht", 8}};
  CHECK_THAT(fault_of(components, record().counters),
             Contains("lacks the attribute 'width'") &&
                 Contains("has the attribute 'widht', on which no price depends; did you mean"));
  CHECK_THROWS_AS(model().area(components), core::ConfigError);
}

TEST_CASE("a price that is not more than zero is refused with the attributes it comes from") {
  auto components = machine();
  components[0].parts[1].attributes["width"] = 0;
  CHECK_THAT(
      fault_of(components, record().counters),
      Contains("the area of 'sum' of 'pe/ram' (primitive 'adder') comes out as 0 for width 0"));
}

TEST_CASE("energies of counters that no component prices are refused, not free") {
  auto counted = record();
  counted.counters["attic"]["read"] = 1;
  CHECK_THROWS_WITH(model().energy(counted, machine(), 1.0, 0.8), Contains("'attic'"));
}

TEST_CASE("two components under one path, and uses of parts that are not there, are bugs") {
  auto components = machine();
  components.push_back(components.front());
  CHECK_THROWS_AS(model().area(components), std::logic_error);
  CHECK_THROWS_AS(model().energy(record(), components, 1.0, 0.8), std::logic_error);
  components = machine();
  components[0].actions["read"][0].part = "cell";
  CHECK_THROWS_WITH(model().check(components, record().counters), Contains("is no part"));
  components = machine();
  components[0].parts.push_back(components[0].parts[0]);
  CHECK_THROWS_WITH(model().check(components, record().counters), Contains("twice"));
}

TEST_CASE("the sources of a machine are the rows of the primitives it uses, with their factors") {
  const auto rows =
      model().sources({core::one_part("buffer", "ram", 1, {{"bits", 1}}, {"read"})}, 0.8);
  REQUIRE(rows.size() == 3);  // nothing is made of a write
  CHECK(rows[0].quantity == "area");
  CHECK(rows[0].formula == "40 * bits");
  CHECK(rows[0].factor == 0.25);
  CHECK(rows[1].quantity == "leakage");
  CHECK(rows[1].factor == Approx(0.1));
  CHECK(rows[2].quantity == "read");
  CHECK(rows[2].factor == 0.5);
  CHECK(rows[2].mark == "recalled");
  CHECK(rows[2].node_nm == 32);
}

TEST_CASE("a fit that covers no component is refused where its path stands") {
  const core::Components others{core::one_part("pe/rom", "ram", 4, {{"bits", 1}}, {})};
  CHECK_THROWS_WITH(
      model().check(others, {}),
      Contains("c.yaml:2:") &&
          Contains("'pe/ram' is no component of the machine; did you mean 'pe/rom'?"));
}

}  // namespace
}  // namespace gossamer::cost
