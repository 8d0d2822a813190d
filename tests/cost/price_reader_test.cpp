// SPDX-License-Identifier: Apache-2.0
#include "cost/price_reader.hpp"

#include "core/yaml.hpp"
#include "support/catch.hpp"

namespace gossamer::cost {
namespace {

using Catch::Matchers::Contains;

const std::string scalings = R"(
old: {area: 0.5, energy: 0.25, leakage: 2, follows_voltage: true, mark: derived, source: s}
off: {area: 1, energy: 1, leakage: 1, follows_voltage: false, mark: derived, source: s}
)";

KindPrices read(const std::string& kind, core::Faults& faults) {
  PriceReader reader{"f.yaml", faults};
  reader.read_scalings(core::parse_yaml(scalings, "f.yaml"));
  return reader.read_kind("ram", core::parse_yaml(kind, "f.yaml"));
}

KindPrices read(const std::string& kind) {
  core::Faults faults;
  const auto prices = read(kind, faults);
  faults.throw_if_any();
  return prices;
}

std::string message(const std::string& kind) {
  try {
    read(kind);
  } catch (const core::ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("area, leakage and energy each take their own factor of the scaling") {
  const auto prices = read(R"(
area: {um2: 8, scale: old, mark: published, source: s}
leakage: {uw_per_um2: 8, scale: old, mark: published, source: s}
actions: {read: {pj: 8, scale: old, mark: published, source: s}}
)");
  CHECK(prices.area->at({}) == 4.0);
  CHECK(prices.leakage->at({}) == 16.0);
  CHECK(prices.actions.at("read").at({}) == 2.0);
}

TEST_CASE("a price keeps what is known about it") {
  const auto prices = read(R"(
area: none
leakage: none
actions:
  read: {pj: 8, at: {bits: 4}, exponents: {bits: 2}, scale: off, mark: recalled, source: a book}
)");
  const auto& read_price = prices.actions.at("read");
  CHECK(read_price.scaling == "off");
  CHECK(read_price.mark == "recalled");
  CHECK(read_price.source == "a book");
  CHECK_FALSE(read_price.follows_voltage);
  CHECK(read_price.where.line == 5);
  CHECK(read_price.law.at({{"bits", 8}}) == 32.0);
}

TEST_CASE("a kind says what it has for all three: area, leakage and actions") {
  const auto text = message("{}\n");
  CHECK_THAT(text, Contains("the component kind 'ram' lacks the key 'area'") &&
                       Contains("'leakage'") && Contains("'actions'"));
  CHECK(message("{area: none, leakage: none, actions: none}\n").empty());
}

TEST_CASE("each quantity has its own unit, and another unit is refused") {
  CHECK_THAT(message("{area: {pj: 1, scale: old, mark: derived, source: s}, leakage: none, "
                     "actions: none}\n"),
             Contains("lacks the key 'um2'") && Contains("unknown key 'pj'"));
  CHECK_THAT(message("{area: none, leakage: {um2: 1, scale: old, mark: derived, source: s}, "
                     "actions: none}\n"),
             Contains("lacks the key 'uw_per_um2'"));
}

TEST_CASE("exponents may be zero, negative and fractions, but not words") {
  const std::string head = "area: none\nleakage: none\nactions:\n  read: {pj: 1, at: {a: 2}, ";
  const std::string tail = ", scale: old, mark: derived, source: s}\n";
  for (const std::string exponent : {"0", "-1", "0.5", "2"}) {
    INFO(exponent);
    CHECK(message(head + "exponents: {a: " + exponent + "}" + tail).empty());
  }
  CHECK_THAT(message(head + "exponents: {a: two}" + tail),
             Contains("the exponent 'a'") && Contains("must be a number"));
  CHECK_THAT(message(head + "exponents: 2" + tail), Contains("two mappings"));
}

TEST_CASE("a scaling gives all its factors, a mark and a source") {
  core::Faults faults;
  PriceReader reader{"f.yaml", faults};
  reader.read_scalings(core::parse_yaml("old: {area: 1}\n", "f.yaml"));
  try {
    faults.throw_if_any();
    FAIL("no error");
  } catch (const core::ConfigError& error) {
    CHECK(error.faults().size() == 5);
    CHECK_THAT(error.what(), Contains("the scaling 'old' lacks the key 'follows_voltage'"));
  }
}

}  // namespace
}  // namespace gossamer::cost
