// SPDX-License-Identifier: Apache-2.0
#include "sweep/axis.hpp"

#include "core/yaml.hpp"
#include "support/catch.hpp"
#include "support/messages.hpp"

namespace gossamer::sweep {

namespace {

Axis axis_of(const std::string& value, Type type, bool samples = false) {
  core::YamlMap map{core::parse_yaml("x: " + value, "f"), "f"};
  core::Faults faults;
  Axis axis = read_axis(*map.find("x"), type, samples, "f", faults);
  faults.throw_if_any();
  return axis;
}

/// The values as a sweep file would list them.
std::string values_of(const std::string& value, Type type) {
  std::string text;
  for (const Choice& choice : axis_of(value, type).choices) text += text_of(choice.value) + " ";
  return text;
}

std::string fault_of(const std::string& value, Type type, bool samples = false) {
  return gossamer::test::message_of([&] { axis_of(value, type, samples); });
}

}  // namespace

TEST_CASE("a list gives its values, and one value is a list of one") {
  CHECK(values_of("[16, 4]", Type::integer) == "16 4 ");
  CHECK(values_of("7", Type::integer) == "7 ");
  CHECK(values_of("[0.5, 2]", Type::number) == "0.5 2.0 ");
  CHECK(values_of("[planar, channels]", Type::text) == "planar channels ");
  CHECK(values_of("[true, false]", Type::boolean) == "true false ");
}

TEST_CASE("a linear range meets both ends and has decimal values") {
  CHECK(values_of("{from: 2, to: 8, step: 2}", Type::integer) == "2 4 6 8 ");
  CHECK(values_of("{from: 0.1, to: 0.5, step: 0.1}", Type::number) == "0.1 0.2 0.3 0.4 0.5 ");
  CHECK(values_of("{from: 1, to: 2, points: 5}", Type::number) == "1.0 1.25 1.5 1.75 2.0 ");
  CHECK(values_of("{from: 1, to: 8, step: 3}", Type::integer) == "1 4 7 ");
}

TEST_CASE("a logarithmic range is exact at its ends") {
  CHECK(values_of("{from: 1, to: 16, factor: 2}", Type::integer) == "1 2 4 8 16 ");
  CHECK(values_of("{from: 0.1, to: 0.8, factor: 2}", Type::number) == "0.1 0.2 0.4 0.8 ");
  CHECK(values_of("{from: 0.001, to: 10, points: 5, scale: log}", Type::number) ==
        "0.001 0.01 0.1 1.0 10.0 ");
  const Axis axis = axis_of("{from: 0.3, to: 0.7, points: 6, scale: log}", Type::number);
  REQUIRE(axis.choices.size() == 6);
  CHECK(axis.choices.front().value == 0.3);
  CHECK(axis.choices.back().value == 0.7);
  const double first = axis.choices[1].value.get<double>() / axis.choices[0].value.get<double>();
  const double last = axis.choices[5].value.get<double>() / axis.choices[4].value.get<double>();
  CHECK(first == Approx(last));
}

TEST_CASE("points of whole numbers are rounded and stand once") {
  CHECK(values_of("{from: 1, to: 8, points: 7, scale: log}", Type::integer) == "1 2 3 4 6 8 ");
}

TEST_CASE("whole numbers between two ends have equal shares, both ends among them") {
  const Axis axis = axis_of("{from: 2, to: 5}", Type::integer, true);
  CHECK(axis.at(0.0) == 2);
  CHECK(axis.at(0.24) == 2);
  CHECK(axis.at(0.26) == 3);
  CHECK(axis.at(0.74) == 4);
  CHECK(axis.at(0.76) == 5);
  CHECK(axis.at(0x1.fffffffffffffp-1) == 5);
}

TEST_CASE("a logarithmic interval has its geometric mean in the middle") {
  const Axis axis = axis_of("{from: 1, to: 100, scale: log}", Type::number, true);
  CHECK(axis.at(0.0) == 1.0);
  CHECK(axis.at(0.5) == 10.0);
  CHECK(axis.at(0x1.fffffffffffffp-1).get<double>() <= 100.0);
}

TEST_CASE("what is wrong with values is said where they stand") {
  CHECK(fault_of("[4, [5]]", Type::integer) ==
        "f:1:8: x: a list stands where a whole number is expected");
  CHECK(fault_of("['4']", Type::number).find("f:1:5: x: '4' in quotes is not a finite decimal") ==
        0);
  CHECK(fault_of("[4, 4]", Type::integer) == "f:1:8: x: 4 is listed twice");
  CHECK(fault_of("[]", Type::integer) == "f:1:4: x: the list is empty; it needs a value");
  CHECK(fault_of("{from: 1, to: 4}", Type::integer) ==
        "f:1:4: x: a range needs 'step', 'factor' or 'points' unless the sweep draws samples");
  CHECK(fault_of("{from: 4, to: 1, step: 1}", Type::integer) ==
        "f:1:4: x: 'from' must be less than 'to'");
  CHECK(fault_of("{to: 4, step: 1}", Type::integer) == "f:1:4: x: a range needs 'from' and 'to'");
  CHECK(fault_of("{from: 0, to: 4, factor: 2}", Type::integer) ==
        "f:1:4: x: a logarithmic range must start above 0");
  CHECK(fault_of("{from: 1, to: 4, stpe: 2}", Type::integer) ==
        "f:1:21: unknown key 'stpe' in x; did you mean 'step'?");
  CHECK(fault_of("{from: 1, to: 4, step: 2, points: 3}", Type::integer) ==
        "f:1:4: x: 'step', 'factor' and 'points' exclude each other");
  CHECK(fault_of("{from: 1, to: 4, step: 2, scale: log}", Type::integer) ==
        "f:1:4: x: 'scale' goes with 'points'; 'step' is linear and 'factor' logarithmic");
  CHECK(fault_of("{from: 1, to: 4, step: 0.5}", Type::integer) ==
        "f:1:4: x: 1.5 is not a whole number; choose 'from', 'to' and the step so that all are, or "
        "'points', which rounds");
  CHECK(fault_of("{from: 1, to: 4, factor: 1}", Type::integer) ==
        "f:1:4: x: 'factor' must be more than 1");
  CHECK(fault_of("{from: 1, to: 4, step: 0}", Type::integer) ==
        "f:1:4: x: 'step' must be more than 0");
  CHECK(fault_of("{from: 0, to: 1e9, step: 1}", Type::number) ==
        "f:1:4: x: more than 100000 values; choose a larger step");
  CHECK(fault_of("{from: a, to: b}", Type::text) ==
        "f:1:4: x: a range is for numbers; this parameter takes a list of values");
}

}  // namespace gossamer::sweep
