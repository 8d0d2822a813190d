// SPDX-License-Identifier: Apache-2.0
#include "sweep/condition.hpp"

#include "support/catch.hpp"
#include "support/messages.hpp"

namespace gossamer::sweep {

namespace {

bool holds(const std::string& text) {
  core::Faults faults;
  const Condition condition = Condition::parse(text, {"f", 3, 5}, faults);
  faults.throw_if_any();
  return condition.holds({{"pe.rows", 4}, {"banks", 16}});
}

}  // namespace

TEST_CASE("a condition compares two expressions of parameters") {
  CHECK(holds("banks >= 4 * pe.rows"));
  CHECK_FALSE(holds("banks > 4 * pe.rows"));
  CHECK(holds("banks == pe.rows ^ 2"));
  CHECK_FALSE(holds("banks != 16"));
  CHECK(holds("pe.rows <= 4"));
  CHECK_FALSE(holds("pe.rows < 4"));
  CHECK(holds("mod(banks, pe.rows) == 0"));
  CHECK(holds("ceil(banks / 3) == floor(banks / 3) + 1"));
}

TEST_CASE("a condition that is none is a fault where it stands") {
  const auto fault = [](const std::string& text) {
    return gossamer::test::message_of([&] { holds(text); });
  };
  CHECK(
      fault("banks") ==
      "f:3:5: the condition 'banks' compares nothing; allowed: one of <, <=, ==, !=, >=, > between "
      "two expressions");
  CHECK(fault("banks = 4") ==
        "f:3:5: the condition 'banks = 4' compares nothing; allowed: one of <, <=, ==, !=, >=, > "
        "between two expressions");
  CHECK(fault("banks >= ") ==
        "f:3:5: the formula ' ': a number, an attribute or '(' is expected at its end");
  CHECK(fault("1 < banks < 4").find("is expected at '< 4'") != std::string::npos);
}

}  // namespace gossamer::sweep
