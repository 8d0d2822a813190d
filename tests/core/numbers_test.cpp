// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "core/yaml.hpp"
#include "support/catch.hpp"

using namespace gossamer::core;

TEST_CASE("whole numbers are decimal digits with an optional sign") {
  const auto [text, expected] = GENERATE(table<std::string, std::int64_t>(
      {{"0", 0},
       {"7", 7},
       {"+7", 7},
       {"-7", -7},
       {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
       {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()}}));
  std::int64_t value = 99;
  REQUIRE(parse_integer(text, value));
  CHECK(value == expected);
}

TEST_CASE("anything else is no whole number and leaves the value alone") {
  const std::string text =
      GENERATE("", "-", "+", "010", "-01", "00", "0x10", "1e3", "1_000", "1.0", " 1", "1 ", "+-1",
               "++1", "ten", "9223372036854775808", "1,000");
  INFO(text);
  std::int64_t value = 99;
  CHECK_FALSE(parse_integer(text, value));
  CHECK(value == 99);
}

TEST_CASE("numbers are decimal, with fraction and exponent as wanted") {
  const auto [text, expected] = GENERATE(table<std::string, double>({{"0", 0.0},
                                                                     {"0.373", 0.373},
                                                                     {".5", 0.5},
                                                                     {"5.", 5.0},
                                                                     {"+1.5", 1.5},
                                                                     {"-2", -2.0},
                                                                     {"1e3", 1000.0},
                                                                     {"1.5E-2", 0.015},
                                                                     {"1e+2", 100.0}}));
  double value = 99;
  REQUIRE(parse_number(text, value));
  CHECK(value == expected);
}

TEST_CASE("what is not finite, not decimal or too large is no number") {
  const std::string text =
      GENERATE("", ".", "-", "e3", "1e", "1e+", ".inf", "inf", "nan", ".nan", "0x10", "010",
               "-01.5", "1e999", "1_0", "1.2.3", " 1", "1f", "+-1", "50%");
  INFO(text);
  double value = 99;
  CHECK_FALSE(parse_number(text, value));
  CHECK(value == 99);
}
