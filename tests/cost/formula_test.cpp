// SPDX-License-Identifier: Apache-2.0
#include "cost/formula.hpp"

#include <cmath>

#include "support/catch.hpp"

namespace gossamer::cost {
namespace {

using Catch::Matchers::Contains;

Formula parse(const std::string& text) {
  core::Faults faults;
  auto formula = Formula::parse(text, {"f.yaml", 3, 9}, faults);
  faults.throw_if_any();
  return formula;
}

double value(const std::string& text, const Attributes& attributes = {}) {
  return parse(text).at(attributes);
}

TEST_CASE("a formula follows the precedence and association of arithmetic") {
  CHECK(value("1 + 2 * 3") == 7);
  CHECK(value("(1 + 2) * 3") == 9);
  CHECK(value("8 - 3 - 2") == 3);
  CHECK(value("16 / 4 / 2") == 2);
  CHECK(value("2 * 3^2") == 18);
  CHECK(value("2^3^2") == 512);
  CHECK(value("-2^2") == -4);
  CHECK(value("1.5e-1 + 2E1") == Approx(20.15));
}

TEST_CASE("a formula takes attributes by name and says which") {
  const auto formula = parse("bits * (words + bits) / max(ports, 2)");
  CHECK(formula.names() == std::set<std::string>{"bits", "ports", "words"});
  CHECK(formula.at({{"bits", 4}, {"words", 3}, {"ports", 1}}) == 14);
}

TEST_CASE("a formula knows a few functions") {
  CHECK(value("sqrt(16)") == 4);
  CHECK(value("log2(1024)") == 10);
  CHECK(value("min(3, 2) + max(3, 2)") == 5);
  CHECK(value("floor(2.5) + 10 * ceil(2.5)") == 32);
  CHECK(value("mod(17, 5)") == 2);
}

TEST_CASE("a name may have dots inside") {
  const auto formula = parse("2 * pe.rows + 0.5");
  CHECK(formula.names() == std::set<std::string>{"pe.rows"});
  CHECK(formula.at({{"pe.rows", 4}}) == 8.5);
}

TEST_CASE("what is asked for again is answered alike, with NaN and signs of zero kept apart") {
  for (int i = 0; i < 2; ++i) {
    CHECK(value("10^0.3") == 1.9952623149688796);
    CHECK(std::isnan(value("sqrt(-1)^0.3")));
    CHECK(value("10^0.4") == 2.5118864315095801);
    CHECK(value("2^(-1 * 0)") == 1);
  }
}

TEST_CASE("more powers than are remembered are right as well") {
  for (int i = 1; i < 5000; ++i) {
    const auto formula = parse("x^2");
    REQUIRE(formula.at({{"x", i}}) == static_cast<double>(i) * i);
  }
}

TEST_CASE("powers and logarithms are rounded once, from fifty digits") {
  CHECK(value("10^0.3") == 1.9952623149688796);   // 1.99526231496887960135...
  CHECK(value("log2(10)") == 3.321928094887362);  // 3.32192809488736234787...
}

TEST_CASE("what is no formula is a fault where it stands") {
  const auto [text, message] = GENERATE(table<std::string, std::string>(
      {{"", "is expected at its end"},
       {"2 *", "a number, an attribute or '(' is expected at its end"},
       {"2 bits", "an operator or the end is expected at 'bits'"},
       {"(1 + 2", "')' is expected at its end"},
       {"1.2.3", "a number is expected at '1.2.3'"},
       {"2 ^ * 3", "is expected at '* 3'"},
       {"sqr(2)", "there is no function 'sqr'; did you mean 'sqrt'?"},
       {"min(2)", "min takes 2 arguments, not 1"}}));
  CAPTURE(text);
  CHECK_THROWS_WITH(parse(text), Contains("f.yaml:3:9") && Contains(message));
}

}  // namespace
}  // namespace gossamer::cost
