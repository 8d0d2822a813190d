// SPDX-License-Identifier: Apache-2.0
#include "cost/technology.hpp"

#include "cost/technology_text.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace gossamer::cost {
namespace {

using Catch::Matchers::Contains;
using gossamer::test::TemporaryDirectory;

Technology load(const std::string& text) {
  const TemporaryDirectory directory;
  return Technology::load(directory.write("t.yaml", text));
}

std::string replaced(const std::string& old_part, const std::string& new_part) {
  std::string text = test::technology_text;
  text.replace(text.find(old_part), old_part.size(), new_part);
  return text;
}

std::vector<core::Fault> faults_of(const std::string& text) {
  try {
    load(text);
  } catch (const core::ConfigError& error) {
    return error.faults();
  }
  return {};
}

TEST_CASE("a price is brought from the node of its source to the technology's") {
  const auto technology = load(test::technology_text);
  const auto& sram = technology.kinds().at("sram");
  CHECK(technology.name() == "round");
  CHECK(technology.voltage() == 0.8);
  CHECK(sram.area->at({{"bits", 100}}) == 1000.0);
  CHECK(sram.actions.at("read").at({{"bits", 400}}) == 2.0);
  CHECK(sram.actions.at("write").at({}) == 3.0);
}

TEST_CASE("what costs nothing says so with the word none") {
  const auto technology = load(test::technology_text);
  CHECK_FALSE(technology.kinds().at("dram").area);
  CHECK_FALSE(technology.kinds().at("dram").leakage);
  CHECK(technology.kinds().at("control").actions.empty());
  const auto faults =
      faults_of(replaced("    leakage: none\n    actions: none\n", "    actions: none\n"));
  REQUIRE(faults.size() == 1);
  CHECK_THAT(faults[0].message, Contains("lacks the key 'leakage'"));
}

TEST_CASE("only the voltage of the chip's logic is followed") {
  const auto technology = load(test::technology_text);
  CHECK(technology.kinds().at("sram").actions.at("read").follows_voltage);
  CHECK_FALSE(technology.kinds().at("dram").actions.at("read_byte").follows_voltage);
}

TEST_CASE("the listing names value, unit, attributes, mark and source of every price") {
  const auto lines = load(test::technology_text).sources();
  REQUIRE(lines.size() == 6);
  CHECK(lines[0].kind == "control");
  CHECK(lines[1].kind == "dram");
  const auto& area = lines[2];
  CHECK(area.action == "area");
  CHECK(area.value == 1000.0);
  CHECK(area.unit == "um2");
  CHECK(area.attributes == "bits 100 ^ 1");
  CHECK(lines[3].action == "leakage");
  CHECK(lines[3].unit == "uW/um2");
  CHECK(lines[4].action == "read");
  CHECK(lines[4].unit == "pJ");
  CHECK(lines[4].mark == "recalled");
  CHECK(lines[4].source == "port");
}

TEST_CASE("an unknown mark or scaling is refused with the nearest name and its position") {
  const auto faults = faults_of(replaced("scale: here, mark: assumed, source: port",
                                         "scale: her, mark: asumed, source: port"));
  REQUIRE(faults.size() == 2);
  CHECK_THAT(faults[0].message, Contains("sram/write") && Contains("did you mean 'here'"));
  CHECK_THAT(faults[1].message, Contains("sram/write") && Contains("did you mean 'assumed'"));
  CHECK(faults[0].where.line == 15);
}

TEST_CASE("a price lacks neither source nor unit, and zero is not a price") {
  CHECK_THAT(faults_of(replaced(", source: allowance", "")).at(0).message,
             Contains("control/area") && Contains("lacks the key 'source'"));
  CHECK_THAT(faults_of(replaced("source: allowance", "source: ''")).at(0).message,
             Contains("must not be empty"));
  CHECK_THAT(faults_of(replaced("{pj: 64,", "{pj: 0,")).at(0).message, Contains("out of range"));
  const auto wrong_unit = faults_of(replaced("{um2: 10,", "{mm2: 10,"));
  REQUIRE(wrong_unit.size() == 2);
  CHECK_THAT(wrong_unit[0].message, Contains("lacks the key 'um2'"));
  CHECK_THAT(wrong_unit[1].message, Contains("unknown key 'mm2'") && Contains("'um2'"));
}

TEST_CASE("reference attributes and exponents name the same attributes") {
  const auto misspelt = faults_of(replaced("exponents: {bits: 0.5}", "exponents: {bit: 0.5}"));
  REQUIRE(misspelt.size() == 2);
  CHECK_THAT(misspelt[0].message, Contains("lacks the key 'bit'"));
  CHECK_THAT(misspelt[1].message, Contains("unknown key 'bits'"));
  const auto missing = faults_of(replaced(", exponents: {bits: 0.5}", ""));
  REQUIRE(missing.size() == 1);
  CHECK_THAT(missing[0].message, Contains("'at' and 'exponents'"));
  CHECK_THAT(faults_of(replaced("{bits: 0.5}", "{bits: half}")).at(0).message,
             Contains("must be a number"));
}

TEST_CASE("all faults of a technology file come at once, in order of position") {
  const auto faults = faults_of("technology: t\nscaling: 3\ncomponents: [1]\nvoltag: 1\n");
  REQUIRE(faults.size() == 4);
  CHECK_THAT(faults[0].message, Contains("lacks the key 'voltage'"));
  CHECK_THAT(faults[1].message, Contains("'scaling' must be a mapping"));
  CHECK_THAT(faults[2].message, Contains("'components' must be a mapping"));
  CHECK_THAT(faults[3].message, Contains("did you mean 'voltage'"));
}

TEST_CASE("a kind or its actions that are no mapping are refused") {
  CHECK_THAT(faults_of(replaced("actions: none", "actions: all")).at(0).message,
             Contains("'actions' of 'control'"));
  CHECK_THAT(
      faults_of("technology: t\nvoltage: 1\nscaling: {}\ncomponents: {sram: 3}\n").at(0).message,
      Contains("'sram' must be a mapping"));
}

TEST_CASE("a technology file that is not there is a fault of the file, not of its content") {
  CHECK_THROWS_AS(Technology::load("no/such/file.yaml"), core::FileError);
}

}  // namespace
}  // namespace gossamer::cost
