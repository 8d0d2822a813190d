// SPDX-License-Identifier: Apache-2.0
#include "cost/law.hpp"

#include "support/catch.hpp"

namespace gossamer::cost {
namespace {

TEST_CASE("a law gives its value at its reference attributes") {
  const Law law{1.2, {{"bits", 81920, 0.5}, {"width_bits", 80, 1}}};
  CHECK(law.at({{"bits", 81920}, {"width_bits", 80}}) == 1.2);
}

TEST_CASE("a law scales by the powers of its attributes") {
  const Law law{1.2, {{"bits", 81920, 0.5}, {"width_bits", 80, 1}}};
  CHECK(law.at({{"bits", 4 * 81920}, {"width_bits", 40}}) == 1.2);
  CHECK(law.at({{"bits", 4 * 81920}, {"width_bits", 80}}) == 2.4);
  const Law square{3.0, {{"width_bits", 16, 2}}};
  CHECK(square.at({{"width_bits", 8}}) == 0.75);
}

TEST_CASE("a law without terms ignores all attributes") {
  CHECK(Law{64.0, {}}.at({}) == 64.0);
  CHECK(Law{64.0, {}}.at({{"bits", 3}}) == 64.0);
}

TEST_CASE("an exponent that is no fraction of two is rounded once, from fifty digits") {
  const Law law{1.0, {{"bits", 1, 0.3}}};
  CHECK(law.at({{"bits", 10}}) == 1.9952623149688796);  // 10^0.3 = 1.99526231496887960135...
}

TEST_CASE("a law names the attributes that a component lacks") {
  const Law law{1.2, {{"bits", 81920, 0.5}, {"width_bits", 80, 1}}};
  CHECK(law.missing({{"bits", 1}}) == std::vector<std::string>{"width_bits"});
  CHECK(law.missing({{"bits", 1}, {"width_bits", 1}, {"more", 1}}).empty());
}

}  // namespace
}  // namespace gossamer::cost
