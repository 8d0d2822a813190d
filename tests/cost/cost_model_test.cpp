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
  const TemporaryDirectory directory;
  auto technology = Technology::load(directory.write("t.yaml", test::technology_text));
  if (!calibrated) return CostModel{std::move(technology)};
  return CostModel{std::move(technology),
                   Calibration::load(directory.write("c.yaml", calibration_text))};
}

core::Components machine() {
  return {{"pe/ram", "sram", 4, {{"bits", 200}}},
          {"pe/control", "control", 4, {}},
          {"buffer", "sram", 1, {{"bits", 100}}},
          {"dram", "dram", 1, {}}};
}

core::LayerRecord record() {
  core::LayerRecord record;
  record.name = "conv";
  record.cycles = 1000;
  record.counters = {{"pe/ram", {{"write", 10}}},
                     {"buffer", {{"read", 100}, {"write", 0}}},
                     {"dram", {{"read_byte", 3}}}};
  return record;
}

std::vector<core::Fault> energy_faults(const core::LayerRecord& counted,
                                       const core::Components& components) {
  try {
    model().energy(counted, components, 1.0, 0.8);
  } catch (const core::ConfigError& error) {
    return error.faults();
  }
  return {};
}

TEST_CASE("an area is instances x law in mm2, and what has none has no key") {
  const auto area = model().area(machine());
  CHECK(area.raw.at("pe/ram") == Approx(4 * 2000e-6));
  CHECK(area.raw.at("pe/control") == Approx(4 * 10e-6));
  CHECK(area.raw.at("buffer") == Approx(1000e-6));
  CHECK(area.raw.count("dram") == 0);
}

TEST_CASE("calibration multiplies the leaves it covers and leaves the raw values beside them") {
  const auto area = model().area(machine());
  CHECK(area.calibrated.at("pe/ram") == 2 * area.raw.at("pe/ram"));
  CHECK(area.calibrated.at("buffer") == area.raw.at("buffer"));
  const auto energy = model().energy(record(), machine(), 1.0, 0.8);
  CHECK(energy.calibrated.at("pe/ram") == 4 * energy.raw.at("pe/ram"));
  const auto plain = model(false).area(machine());
  CHECK(plain.raw == plain.calibrated);
}

TEST_CASE("the key pe is the sum of all leaves under pe/, and the total does not count it twice") {
  const auto area = model().area(machine()).calibrated;
  CHECK(area.at("pe") == area.at("pe/control") + area.at("pe/ram"));
  CHECK(total(area) == Approx(area.at("pe") + area.at("buffer")));
  const core::Components no_pe{{"buffer", "sram", 1, {{"bits", 100}}}};
  CHECK(model().area(no_pe).raw.count("pe") == 0);
}

TEST_CASE("energy is count x price, and each component's leakage belongs to its leaf") {
  const auto energy = model().energy(record(), machine(), 1.0, 0.8).raw;
  // 1000 um2 x 0.5 uW/um2 for 1000 ns is 500 pJ.
  CHECK(energy.at("buffer") == Approx(100 * 1.0 + 500.0));
  CHECK(energy.at("pe/ram") == Approx(10 * 3.0 + 8 * 500.0));
  CHECK(energy.at("pe/control") == 0.0);
  CHECK(energy.at("dram") == 3 * 64.0);
  CHECK(energy.at("pe") == energy.at("pe/ram"));
}

TEST_CASE("leakage is power times time: half the clock, twice the leakage") {
  auto idle = record();
  idle.counters.clear();
  const auto fast = model().energy(idle, machine(), 1.0, 0.8).raw;
  const auto slow = model().energy(idle, machine(), 0.5, 0.8).raw;
  CHECK(slow.at("buffer") == 2 * fast.at("buffer"));
}

TEST_CASE("energy on the chip follows the square of the voltage, DRAM does not") {
  const auto low = model().energy(record(), machine(), 1.0, 0.8).raw;
  const auto high = model().energy(record(), machine(), 1.0, 1.6).raw;
  CHECK(high.at("buffer") == Approx(4 * low.at("buffer")));
  CHECK(high.at("dram") == low.at("dram"));
}

TEST_CASE("a counted action without a price is an error that names path, kind and action") {
  auto counted = record();
  counted.counters["pe/ram"]["wriet"] = 0;
  const auto faults = energy_faults(counted, machine());
  REQUIRE(faults.size() == 1);
  CHECK_THAT(faults[0].message, Contains("'wriet'") && Contains("'pe/ram'") && Contains("'sram'") &&
                                    Contains("did you mean 'write'"));
  CHECK_THAT(faults[0].where.file, Contains("t.yaml"));
  CHECK(faults[0].where.line > 0);
}

TEST_CASE("a component of a kind without prices is an error in area and in energy") {
  auto components = machine();
  components.push_back({"pe/dsp", "srm", 1, {}});
  const auto faults = energy_faults(record(), components);
  REQUIRE(faults.size() == 1);
  CHECK_THAT(faults[0].message,
             Contains("'srm'") && Contains("'pe/dsp'") && Contains("did you mean 'sram'"));
  CHECK_THROWS_AS(model().area(components), core::ConfigError);
}

TEST_CASE("actions counted where the machine has no component are an error, not free") {
  auto counted = record();
  counted.counters["pe/rom"]["read"] = 1;
  const auto faults = energy_faults(counted, machine());
  REQUIRE(faults.size() == 1);
  CHECK_THAT(faults[0].message, Contains("'pe/rom'") && Contains("did you mean 'pe/ram'"));
}

TEST_CASE("a component that lacks an attribute of the law is an error") {
  const core::Components components{{"pe/ram", "sram", 1, {}}, {"buffer", "control", 1, {}}};
  try {
    model().area(components);
    FAIL("no error");
  } catch (const core::ConfigError& error) {
    CHECK_THAT(error.what(), Contains("area of 'pe/ram'") && Contains("depends on bits"));
  }
}

TEST_CASE("priced actions that no module counts are named, also those of whole components") {
  CHECK(model().uncounted_actions(record(), machine()) == std::vector<std::string>{"pe/ram read"});
  auto counted = record();
  counted.counters.erase("dram");
  counted.counters["pe/ram"]["read"] = 0;
  CHECK(model().uncounted_actions(counted, machine()) ==
        std::vector<std::string>{"dram read_byte"});
  CHECK_THROWS_AS(model().uncounted_actions(counted, {{"pe/dsp", "srm", 1, {}}}),
                  core::ConfigError);
}

TEST_CASE("two components under one path are a bug of the machine") {
  auto components = machine();
  components.push_back(components.front());
  CHECK_THROWS_AS(model().area(components), std::logic_error);
  CHECK_THROWS_AS(model().energy(record(), components, 1.0, 0.8), std::logic_error);
}

TEST_CASE("whatever of a machine has no price is found at once, without counting anything") {
  auto components = machine();
  components.push_back({"attic", "wormhole", 1, {}});
  components[2].attributes.clear();
  std::map<std::string, CostModel::Actions> counters{{"pe/ram", {{"write", 0}, {"juggle", 0}}},
                                                     {"cellar", {{"read", 0}}}};
  try {
    model().check(components, counters);
    FAIL("no exception");
  } catch (const core::ConfigError& error) {
    const std::string text = error.what();
    for (const auto* part : {"wormhole", "juggle", "'cellar'", "the area of 'buffer'"}) {
      CHECK_THAT(text, Contains(part));
    }
    CHECK(error.faults().size() == 4);
  }
  CHECK_NOTHROW(model().check(machine(), {{"pe/ram", {{"write", 0}}}}));
}

TEST_CASE("a fit that covers no component is refused where its path stands") {
  const auto without_ram = core::Components{{"pe/rom", "control", 4, {}}};
  CHECK_THROWS_WITH(
      model().check(without_ram, {}),
      Contains("c.yaml:2:") &&
          Contains("'pe/ram' is no component of the machine; did you mean 'pe/rom'?"));
}

}  // namespace
}  // namespace gossamer::cost
