// SPDX-License-Identifier: Apache-2.0
#include "core/yaml.hpp"
#include "cost/accelergy_export.hpp"
#include "cost/accelergy_tables.hpp"
#include "cost/technology_text.hpp"
#include "support/catch.hpp"
#include "support/messages.hpp"

namespace gossamer::cost {
namespace {

using Catch::Matchers::Contains;
using gossamer::test::message_of;
using gossamer::test::TemporaryDirectory;

core::Components machine() {
  core::Component adders{"pe/adders", "adder", 8, {{"adder", "adder", 2, {{"width", 16}}}}, {}};
  adders.actions["add"] = {{"adder", "add", 3}};
  return {core::one_part("pe/ram", "ram", 4, {{"bits", 1024}}, {"read", "write"}), adders};
}

core::LayerRecord record() {
  core::LayerRecord record;
  record.cycles = 777;
  record.counters = {{"pe/ram", {{"read", 1000}, {"write", 30}}}, {"pe/adders", {{"add", 501}}}};
  return record;
}

AccelergyTables tables_of(const std::string& ert, const std::string& art = "") {
  const TemporaryDirectory home;
  return AccelergyTables::load(ert.empty() ? "" : home.write("ERT.yaml", ert),
                               art.empty() ? "" : home.write("ART.yaml", art));
}

LayerEnergy energy_with(AccelergyTables tables, Calibration calibration = {}) {
  return CostModel{test::round_technology(), std::move(calibration), std::move(tables)}.energy(
      record(), machine(), 2.0, 0.8);
}

Calibration doubled() {
  const TemporaryDirectory home;
  return Calibration::load(
      home.write("c.yaml",
                 "calibration: c\nfits:\n  - components: [pe]\n    area_factor: 2\n"
                 "    energy_factor: 2\n    target: a table (published)\n"));
}

const std::string ert = R"(ERT:
  version: '0.4'
  tables:
    - name: chip.pe[0..3].ram[1..1]
      actions:
        - {name: read, arguments: {}, energy: 5}
        - {name: leak, arguments: {}, energy: 0.25}
)";

std::string table_of(const std::string& rest) {
  return "ERT:\n  version: '0.4'\n  tables:\n" + rest;
}

std::string faults_with(const std::string& text, const std::string& art = "") {
  return message_of([&] {
    CostModel{test::round_technology(), {}, tables_of(text, art)}.check(machine(),
                                                                        record().counters);
  });
}

TEST_CASE("a table's energy takes the place of the composed one, action by action") {
  const auto before = energy_with({});
  const auto after = energy_with(tables_of(ert));
  const auto& parts = after.parts.at("pe/ram");
  const double leak = 0.25 * 4 * 777;
  CHECK(parts.at("table") == Approx(5.0 * 1000 + leak));
  CHECK(parts.count("leakage") == 0);
  // What the table does not name is composed as before.
  const double write = parts.at("ram");
  CHECK(after.leaves.calibrated.at("pe/ram") == Approx(5000 + leak + write));
  CHECK(write < before.parts.at("pe/ram").at("ram"));
  CHECK(after.leaves.calibrated.at("pe/adders") == before.leaves.calibrated.at("pe/adders"));
}

TEST_CASE("what a table gives is not calibrated") {
  const auto plain = energy_with(tables_of(ert));
  const auto calibrated = energy_with(tables_of(ert), doubled());
  CHECK(calibrated.parts.at("pe/ram").at("table") == plain.parts.at("pe/ram").at("table"));
  CHECK(calibrated.parts.at("pe/ram").at("ram") == 2 * plain.parts.at("pe/ram").at("ram"));
  CHECK(
      calibrated.leaves.calibrated.at("pe/ram") ==
      Approx(calibrated.parts.at("pe/ram").at("table") + calibrated.parts.at("pe/ram").at("ram")));
}

TEST_CASE("a table's area is that of one instance") {
  const std::string art =
      "ART:\n  version: '0.4'\n  tables:\n    - {name: chip.pe.ram, area: 250}\n";
  const CostModel prices{test::round_technology(), doubled(), tables_of("", art)};
  const auto area = prices.area(machine());
  CHECK(area.calibrated.at("pe/ram") == Approx(4 * 250e-6));
  CHECK(area.raw.at("pe/ram") == area.calibrated.at("pe/ram"));
  CHECK(area.calibrated.at("pe/adders") == 2 * area.raw.at("pe/adders"));
}

TEST_CASE("what is exported and read back gives the same energies and areas") {
  const bool calibrated = GENERATE(false, true);
  const CostModel prices{test::round_technology(), calibrated ? doubled() : Calibration{}};
  const auto files = accelergy_files("chip", prices, machine(), {record()}, 2.0, 0.8);
  const CostModel again{
      test::round_technology(), {}, tables_of(files.at("ERT.yaml"), files.at("ART.yaml"))};
  const auto was = prices.energy(record(), machine(), 2.0, 0.8).leaves.calibrated;
  const auto is = again.energy(record(), machine(), 2.0, 0.8).leaves.calibrated;
  for (const auto& [path, pj] : was) {
    CAPTURE(path);
    CHECK(is.at(path) == Approx(pj).epsilon(1e-13));
  }
  CHECK(total(again.area(machine()).calibrated) ==
        Approx(total(prices.area(machine()).calibrated)).epsilon(1e-13));
}

TEST_CASE("exported counts times exported energies are the energy of the run") {
  const CostModel prices{test::round_technology(), doubled()};
  const auto files = accelergy_files("chip", prices, machine(), {record(), record()}, 2.0, 0.8);
  const auto ert_root = core::parse_yaml(files.at("ERT.yaml"), "ERT.yaml");
  const auto counts = core::parse_yaml(files.at("action_counts.yaml"), "action_counts.yaml");
  std::map<std::string, double> energies;
  for (const auto& table : ert_root["ERT"]["tables"]) {
    for (const auto& action : table["actions"]) {
      energies[table["name"].as<std::string>() + action["name"].as<std::string>()] =
          action["energy"].as<double>();
    }
  }
  double sum = 0.0;
  for (const auto& component : counts["action_counts"]["local"]) {
    for (const auto& action : component["action_counts"]) {
      sum += action["counts"].as<double>() *
             energies.at(component["name"].as<std::string>() + action["name"].as<std::string>());
    }
  }
  CHECK(sum == Approx(2 * total(prices.energy(record(), machine(), 2.0, 0.8).leaves.calibrated)));
  const auto architecture = core::parse_yaml(files.at("architecture.yaml"), "architecture.yaml");
  CHECK(architecture["architecture"]["local"].size() == 2);
  CHECK(architecture["architecture"]["local"][1]["attributes"]["adder_width"].as<int>() == 16);
}

TEST_CASE("components and actions that the machine has not are told with place and nearest name") {
  CHECK_THAT(faults_with(table_of("    - {name: chip.pe.rom, actions: []}\n"
                                  "    - name: chip.pe.rom\n      actions:\n"
                                  "        - {name: read, energy: 1}\n")),
             Contains("ERT.yaml:5:13: no component 'chip.pe.rom'; did you mean 'pe.ram'?"));
  CHECK_THAT(
      faults_with(table_of("    - name: pe.ram\n      actions:\n"
                           "        - {name: red, energy: 1}\n")),
      Contains("ERT.yaml:6:18: component 'pe.ram' has no action 'red'; did you mean 'read'?"));
  CHECK_THAT(faults_with("", "ART:\n  version: 1\n  tables:\n    - {name: a.b.c, area: 1}\n"),
             Contains("ART.yaml:4:14: no component 'a.b.c'; allowed: pe.ram, pe.adders"));
}

TEST_CASE("repeated prices, arguments, and tables of another form are told") {
  CHECK_THAT(faults_with(table_of("    - name: pe.ram\n      actions:\n"
                                  "        - {name: read, energy: 1}\n"
                                  "        - {name: read, energy: 2}\n")),
             Contains("ERT.yaml:7:18: 'read' of component 'pe.ram' is given twice"));
  CHECK_THAT(faults_with(table_of("    - name: pe.ram\n      actions:\n"
                                  "        - {name: read, arguments: {delta: 1}, energy: 1}\n")),
             Contains("arguments of an action are not known here"));
  CHECK_THAT(faults_with(table_of("    - name: pe.ram\n      actions:\n"
                                  "        - {name: read, energy: -1}\n")),
             Contains("-1") && Contains("energy"));
  CHECK_THAT(faults_with("ART:\n  tables: []\n"), Contains("lacks the key 'ERT'"));
  CHECK_THAT(faults_with("ERT:\n  tables: 3\n"), Contains("'tables' must be a list"));
}

}  // namespace
}  // namespace gossamer::cost
