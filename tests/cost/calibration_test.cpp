// SPDX-License-Identifier: Apache-2.0
#include "cost/calibration.hpp"

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace gossamer::cost {
namespace {

using Catch::Matchers::Contains;
using gossamer::test::TemporaryDirectory;

const std::string text = R"(calibration: demo
fits:
  - {components: [pe/scatter, pe/ram], area_factor: 2, energy_factor: 1, target: table 4}
  - {components: [pe/scatter/queues], area_factor: 3, energy_factor: 0.5, target: table 5}
)";

Calibration load(const std::string& content) {
  const TemporaryDirectory directory;
  return Calibration::load(directory.write("c.yaml", content));
}

std::vector<core::Fault> faults_of(const std::string& content) {
  try {
    load(content);
  } catch (const core::ConfigError& error) {
    return error.faults();
  }
  return {};
}

TEST_CASE("a fit covers its paths and everything below them, and no path that only starts alike") {
  const auto calibration = load(text);
  CHECK(calibration.name() == "demo");
  CHECK(calibration.area_factor("pe/ram") == 2.0);
  CHECK(calibration.area_factor("pe/scatter/crossbar") == 2.0);
  CHECK(calibration.area_factor("pe/ram2") == 1.0);
  CHECK(calibration.area_factor("pe") == 1.0);
}

TEST_CASE("the fit with the longest path wins, in whatever order they stand") {
  const auto calibration = load(text);
  CHECK(calibration.area_factor("pe/scatter/queues") == 3.0);
  CHECK(calibration.energy_factor("pe/scatter/queues") == 0.5);
  CHECK(calibration.energy_factor("pe/scatter") == 1.0);
  const auto reversed = load(R"(calibration: demo
fits:
  - {components: [pe/a/b], area_factor: 3, energy_factor: 1, target: t}
  - {components: [pe/a], area_factor: 2, energy_factor: 1, target: t}
)");
  CHECK(reversed.area_factor("pe/a/b") == 3.0);
  CHECK(reversed.area_factor("pe/a/c") == 2.0);
}

TEST_CASE("no calibration leaves everything as it is") {
  const Calibration none;
  CHECK(none.area_factor("pe/ram") == 1.0);
  CHECK(none.energy_factor("pe/ram") == 1.0);
  CHECK(none.fits().empty());
}

TEST_CASE("a component is fitted at most once") {
  const auto faults =
      faults_of(text + "  - {components: [pe/ram], area_factor: 2, energy_factor: 1, target: t}\n");
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].where.line == 5);
  CHECK_THAT(faults[0].message, Contains("'pe/ram' is fitted twice") && Contains("c.yaml:3"));
}

TEST_CASE("every fit says what it was fitted to, and by which factors") {
  const auto faults = faults_of("calibration: c\nfits:\n  - {components: [], area_facto: 2}\n");
  REQUIRE(faults.size() == 5);
  CHECK_THAT(faults[0].message, Contains("lacks the key 'area_factor'"));
  CHECK_THAT(faults[1].message, Contains("lacks the key 'energy_factor'"));
  CHECK_THAT(faults[2].message, Contains("lacks the key 'target'"));
  CHECK_THAT(faults[3].message, Contains("must be a list of component paths"));
  CHECK_THAT(faults[4].message, Contains("did you mean 'area_factor'"));
}

TEST_CASE("fits that are no list, and paths that are no text, are refused") {
  CHECK_THAT(faults_of("calibration: c\nfits: 3\n").at(0).message, Contains("must be a list"));
  const auto faults = faults_of(
      "calibration: c\nfits: [{components: [[a]], area_factor: 1, energy_factor: 1, target: t}]\n");
  CHECK_THAT(faults.at(0).message, Contains("a component path must be a text"));
}

}  // namespace
}  // namespace gossamer::cost
