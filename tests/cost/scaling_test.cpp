// SPDX-License-Identifier: Apache-2.0
#include "cost/scaling.hpp"

#include "support/catch.hpp"

namespace gossamer::cost {
namespace {

Quantity at(double node_nm, double voltage) {
  Quantity quantity;
  quantity.node_nm = node_nm;
  quantity.voltage = voltage;
  return quantity;
}

Scaling to(Method method, double node_nm) {
  return {method, node_nm, 0.8, {{45, {0.1, 0.2, 0.3, {}}}}, {{"general", 1}, {"low", 0.5}}, {}};
}

TEST_CASE("areas follow the published factors from 45 nm") {
  const auto area = [](double node) {
    return to(Method::cv2, node).area(Follows::logic, at(45, 0.9));
  };
  CHECK(area(45) == 1);
  CHECK(area(16) == Approx(0.19));
  CHECK(area(7) == Approx(0.059));
  CHECK(area(130) == Approx(6.4));
}

TEST_CASE("between nodes of the table an area lies between theirs, on a power law") {
  CHECK(relative_area(40) == Approx(0.765).epsilon(0.001));
  CHECK(relative_area(12) < relative_area(14));
  CHECK(relative_area(12) > relative_area(10));
}

TEST_CASE("plain CV^2 and the fitted polynomials give the published factors from 45 nm at 0.9 V") {
  const auto energy = [](Method method, double node, double volts) {
    return to(method, node).energy(Follows::logic, at(45, 0.9), volts);
  };
  CHECK(energy(Method::cv2, 16, 0.8) == Approx(0.281).epsilon(0.002));
  CHECK(energy(Method::cv2, 14, 0.8) == Approx(0.246).epsilon(0.002));
  CHECK(energy(Method::cv2, 7, 0.7) == Approx(0.094).epsilon(0.003));
  CHECK(energy(Method::fitted, 16, 0.8) == Approx(0.142).epsilon(0.004));
  CHECK(energy(Method::fitted, 14, 0.8) == Approx(0.114).epsilon(0.004));
  CHECK(energy(Method::fitted, 7, 0.7) == Approx(0.057).epsilon(0.01));
}

TEST_CASE("relative energies are those of the published table at 0.8 V") {
  CHECK(fitted_energy(130, 0.8) == Approx(2.126).epsilon(0.001));
  CHECK(fitted_energy(32, 0.8) == Approx(0.457).epsilon(0.001));
  CHECK(fitted_energy(10, 0.8) == Approx(0.0816).epsilon(0.001));
  CHECK(fitted_energy(40, 0.8) < fitted_energy(45, 0.8));
  CHECK(fitted_energy(40, 0.8) > fitted_energy(32, 0.8));
}

TEST_CASE("the user's own factors hold at the reference voltage and follow its square") {
  const auto scaling = to(Method::own, 16);
  CHECK(scaling.area(Follows::logic, at(45, 0.9)) == 0.1);
  CHECK(scaling.energy(Follows::logic, at(45, 0.9), 0.8) == 0.2);
  CHECK(scaling.energy(Follows::logic, at(45, 0.9), 1.6) == Approx(0.8));
}

TEST_CASE("a wire follows the voltage alone, memory devices nothing") {
  const Method method = GENERATE(Method::cv2, Method::fitted, Method::own);
  const auto scaling = to(method, 16);
  CHECK(scaling.energy(Follows::wire, at(40, 1.0), 0.8) == Approx(0.64));
  CHECK(scaling.energy(Follows::nothing, at(45, 0.9), 0.4) == 1);
  CHECK(scaling.area(Follows::nothing, at(45, 0.9)) == 1);
}

TEST_CASE("leakage follows the area, the class of transistors and the square of the voltage") {
  Primitive primitive;
  primitive.leakage = at(45, 0.9);
  primitive.transistors = "general";
  const auto scaling = to(Method::fitted, 16);
  CHECK(scaling.leakage_power(primitive, 0.8) == Approx(0.19));
  CHECK(scaling.leakage_power(primitive, 0.4) == Approx(0.19 / 4));
  primitive.transistors = "low";
  CHECK(scaling.leakage_power(primitive, 0.8) == Approx(0.19 / 2));
  CHECK(to(Method::own, 16).leakage_power(primitive, 0.8) == Approx(0.15));
}

}  // namespace
}  // namespace gossamer::cost
