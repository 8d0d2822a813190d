// SPDX-License-Identifier: Apache-2.0
#include "core/errors.hpp"

#include "support/catch.hpp"
#include "support/messages.hpp"

using namespace gossamer::core;
using gossamer::test::message_of;

TEST_CASE("a position leaves out what is not known") {
  CHECK(to_string(Position{"a.yaml", 3, 7}) == "a.yaml:3:7");
  CHECK(to_string(Position{"a.yaml", 3, 0}) == "a.yaml:3");
  CHECK(to_string(Position{"a.yaml", 0, 7}) == "a.yaml");
  CHECK(to_string(Position{}).empty());
}

TEST_CASE("faults are shown in the order in which they stand in the file") {
  Faults faults;
  faults.add({"a.yaml", 12, 1}, "last");
  faults.add({"a.yaml", 2, 9}, "second");
  faults.add({"a.yaml", 2, 1}, "first");
  CHECK(faults.size() == 3);
  CHECK(message_of(faults) == "a.yaml:2:1: first\na.yaml:2:9: second\na.yaml:12:1: last");
}

TEST_CASE("faults at one place keep the order in which they were found") {
  Faults faults;
  faults.add({"a.yaml", 1, 1}, "b");
  faults.add({"a.yaml", 1, 1}, "a");
  CHECK(message_of(faults) == "a.yaml:1:1: b\na.yaml:1:1: a");
}

TEST_CASE("without a fault nothing is thrown") {
  Faults faults;
  CHECK(faults.empty());
  CHECK_NOTHROW(faults.throw_if_any());
}

TEST_CASE("twenty faults are shown in full and the rest is counted") {
  const auto [count, ending] = GENERATE(table<int, std::string>(
      {{20, "20:1: wrong"}, {21, "\nand 1 more fault"}, {45, "\nand 25 more faults"}}));
  Faults faults;
  for (int line = 1; line <= count; ++line) faults.add({"a.yaml", line, 1}, "wrong");
  const std::string message = message_of(faults);
  CHECK_THAT(message, Catch::EndsWith(ending));
  CHECK_THAT(message, !Catch::Contains("a.yaml:21:1"));
}

TEST_CASE("an error carries every fault, however many are shown") {
  Faults faults;
  for (int line = 1; line <= 30; ++line) faults.add({"a.yaml", line, 1}, "wrong");
  try {
    faults.throw_if_any();
    FAIL("nothing was thrown");
  } catch (const ConfigError& error) {
    CHECK(error.faults().size() == 30);
  }
}

TEST_CASE("a fault without a position is shown as it is") {
  CHECK(to_string(ConfigError{{}, "no layers match"}) == "no layers match");
}
