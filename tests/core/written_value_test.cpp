// SPDX-License-Identifier: Apache-2.0
#include "core/written_value.hpp"

#include "core/yaml.hpp"
#include "support/catch.hpp"
#include "support/messages.hpp"

using namespace gossamer;
using namespace gossamer::core;

namespace {

/// The value of `x: TEXT`, standing at 1:4 of "f".
WrittenValue value(const std::string& text) {
  return written_value(parse_yaml("x: " + text, "f")["x"], {"f", 1, 4});
}

std::string integer_fault(const std::string& text) {
  Faults faults;
  CHECK_FALSE(as_integer(value(text), "n", 1, 64, faults));
  return test::message_of(faults);
}

std::string number_fault(const std::string& text) {
  Faults faults;
  CHECK_FALSE(as_number(value(text), "d", 0, 1, faults));
  return test::message_of(faults);
}

}  // namespace

TEST_CASE("values take the type they are asked for") {
  Faults faults;
  CHECK(as_integer(value("64"), "n", 1, 64, faults) == 64);
  CHECK(as_integer(value("1"), "n", 1, 64, faults) == 1);
  CHECK(as_number(value("0.25"), "d", 0, 1, faults) == 0.25);
  CHECK(as_number(value("1"), "d", 0, 1, faults) == 1.0);
  CHECK(as_boolean(value("true"), "b", faults) == true);
  CHECK(as_boolean(value("false"), "b", faults) == false);
  CHECK(as_text(value("12"), "t", faults) == "12");
  CHECK(as_text(value("\"\""), "t", faults) == "");
  CHECK(as_choice(value("xor"), "c", {"modulo", "xor"}, faults) == 1u);
  CHECK(faults.empty());
}

TEST_CASE("a number outside its range is refused with the range") {
  CHECK(integer_fault("0") == "f:1:4: n: 0 is out of range; allowed: 1 to 64");
  CHECK(integer_fault("65") == "f:1:4: n: 65 is out of range; allowed: 1 to 64");
  CHECK(number_fault("1.01") == "f:1:4: d: 1.01 is out of range; allowed: 0 to 1");
  CHECK(number_fault("-1e-9") == "f:1:4: d: -1e-9 is out of range; allowed: 0 to 1");
}

TEST_CASE("a number in another notation is refused with the way to write it") {
  const auto [text, remedy] = GENERATE(table<std::string, std::string>({{"010", "; write 10;"},
                                                                        {"0x10", "; write 16;"},
                                                                        {"1e1", "; write 10;"},
                                                                        {"2.0", "; write 2;"},
                                                                        {"1_0", "; write 10;"}}));
  const std::string message = integer_fault(text);
  CHECK_THAT(message, Catch::StartsWith("f:1:4: n: '" + text + "' is not a whole number"));
  CHECK_THAT(message, Catch::Contains(remedy));
  CHECK_THAT(message, Catch::EndsWith("allowed: 1 to 64"));
}

TEST_CASE("a number with nothing to guess is refused without a remedy") {
  CHECK(integer_fault("many") == "f:1:4: n: 'many' is not a whole number; allowed: 1 to 64");
  CHECK(integer_fault("4.5") == "f:1:4: n: '4.5' is not a whole number; allowed: 1 to 64");
  CHECK(number_fault(".nan") == "f:1:4: d: '.nan' is not a finite decimal number; allowed: 0 to 1");
  CHECK(number_fault(".inf") == "f:1:4: d: '.inf' is not a finite decimal number; allowed: 0 to 1");
}

TEST_CASE("a number in quotes is a text") {
  CHECK(integer_fault("\"3\"") ==
        "f:1:4: n: '3' in quotes is not a whole number; leave out the quotes; allowed: 1 to 64");
}

TEST_CASE("what is no scalar is called by its form") {
  CHECK(integer_fault("[1]") == "f:1:4: n: a list stands where a whole number is expected");
  CHECK(integer_fault("{a: 1}") == "f:1:4: n: a mapping stands where a whole number is expected");
  CHECK(number_fault("~") == "f:1:4: d: nothing stands where a number is expected");
  Faults faults;
  CHECK_FALSE(as_text(value("[a]"), "t", faults));
  CHECK_FALSE(as_boolean(value("{}"), "b", faults));
  CHECK_FALSE(as_choice(value(""), "c", {"x", "y"}, faults));
  CHECK(test::message_of(faults) ==
        "f:1:4: t: a list stands where a text is expected\n"
        "f:1:4: b: a mapping stands where true or false is expected\n"
        "f:1:4: c: nothing stands where one of x, y is expected");
}

TEST_CASE("only true and false are booleans") {
  const std::string text = GENERATE("yes", "True", "1", "on", "'true'");
  Faults faults;
  CHECK_FALSE(as_boolean(value(text), "b", faults));
  CHECK_THAT(test::message_of(faults), Catch::EndsWith("allowed: true, false"));
}

TEST_CASE("a choice that is not known comes with the nearest one") {
  Faults faults;
  CHECK_FALSE(as_choice(value("modolu"), "c", {"modulo", "xor"}, faults));
  CHECK(test::message_of(faults) ==
        "f:1:4: c: 'modolu' is not known; did you mean 'modulo'? allowed: modulo, xor");
}
