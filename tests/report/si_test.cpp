// SPDX-License-Identifier: Apache-2.0
#include "report/si.hpp"

#include "support/catch.hpp"

namespace gossamer::report {
namespace {

TEST_CASE("a number has three digits and the prefix of its size") {
  CHECK(si(1.234e-5, "s") == "12.3 us");
  CHECK(si(0.5, "W") == "500 mW");
  CHECK(si(1.0, "J") == "1.00 J");
  CHECK(si(123456.0, "B") == "123 kB");
  CHECK(si(2e13, "") == "20.0 T");
  CHECK(si(-0.25, "V") == "-250 mV");
  CHECK(si(0.0, "s") == "0 s");
  CHECK(si(0.0, "") == "0");
}

TEST_CASE("rounding up moves on to the next prefix or digit") {
  CHECK(si(999.4, "J") == "999 J");
  CHECK(si(999.6, "J") == "1.00 kJ");
  CHECK(si(9.994, "J") == "9.99 J");
  CHECK(si(9.996, "J") == "10.0 J");
  CHECK(si(99.96, "J") == "100 J");
}

TEST_CASE("numbers beyond the prefixes keep the outermost one") {
  CHECK(si(5e-18, "J") == "0.01 fJ");
  CHECK(si(5e18, "J") == "5000 PJ");
}

TEST_CASE("counts below a thousand are exact") {
  CHECK(si_count(0) == "0");
  CHECK(si_count(999) == "999");
  CHECK(si_count(1000) == "1.00 k");
  CHECK(si_count(7, "B") == "7 B");
  CHECK(si_count(1234567, "B") == "1.23 MB");
}

TEST_CASE("percentages have one decimal and large counts have commas") {
  CHECK(percent(0.12345) == "12.3%");
  CHECK(percent(1.0) == "100.0%");
  CHECK(with_commas(0) == "0");
  CHECK(with_commas(999) == "999");
  CHECK(with_commas(1000) == "1,000");
  CHECK(with_commas(1234567) == "1,234,567");
}

}  // namespace
}  // namespace gossamer::report
