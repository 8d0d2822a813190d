// SPDX-License-Identifier: Apache-2.0
#include "cost/sources.hpp"

#include <algorithm>

#include "cost/technology_text.hpp"
#include "support/catch.hpp"

namespace gossamer::cost {
namespace {

using test::replaced;
using test::round_technology;
using test::technology_text;

const ScalingSource* find(const std::vector<ScalingSource>& rows, const std::string& what) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.what == what; });
  return found == rows.end() ? nullptr : &*found;
}

TEST_CASE("a price that nothing of the machine pays has no source row") {
  core::Component wires = core::one_part("bus", "line", 1, {}, {"transfer"});
  const core::Component buffer = core::one_part("buffer", "ram", 1, {{"bits", 1}}, {"write"});
  const auto rows = price_sources(round_technology(), {wires, buffer}, 0.8);
  std::vector<std::string> named;
  for (const auto& row : rows) named.push_back(row.primitive + " " + row.quantity);
  CHECK(named == std::vector<std::string>{"line transfer", "ram area", "ram leakage", "ram write"});
}

TEST_CASE("a user's factors and leakage bring their own marks and sources") {
  const auto rows = scaling_sources(round_technology(
      replaced(replaced(technology_text, "mark: assumed, source: s}", "mark: recalled, source: l}"),
               "leakage: 1, mark: assumed, source: s}", "leakage: 1, mark: derived, source: f}")));
  REQUIRE(find(rows, "from 32 nm"));
  CHECK(find(rows, "from 32 nm")->law == "area 0.25, energy 0.5, leakage 1");
  CHECK(find(rows, "from 32 nm")->mark == "derived");
  CHECK(find(rows, "from 32 nm")->source == "f");
  REQUIRE(find(rows, "leakage, high_performance"));
  CHECK(find(rows, "leakage, high_performance")->law == "0.1 x own leakage factor x (V / 0.8 V)^2");
  CHECK(find(rows, "leakage, high_performance")->mark == "recalled");
  CHECK_FALSE(find(rows, "area"));
}

TEST_CASE("scaling by a table names the table") {
  const auto published = [](const std::string& file) {
    const auto rows = scaling_sources(Technology::load(GOSSAMER_CONFIGS "/technology/" + file));
    REQUIRE(find(rows, "energy"));
    REQUIRE(find(rows, "area"));
    CHECK(find(rows, "area")->mark == "published");
    return find(rows, "energy")->mark;
  };
  CHECK(published("16nm.yaml") == "assumed");
  CHECK(published("16nm_fitted.yaml") == "published");
}

}  // namespace
}  // namespace gossamer::cost
