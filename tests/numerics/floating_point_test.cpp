// SPDX-License-Identifier: Apache-2.0
#include "numerics/floating_point.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>

#include "core/random.hpp"
#include "numerics/bf16.hpp"
#include "numerics/fp16.hpp"
#include "numerics/tf32.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::numerics;
using Wide = boost::multiprecision::cpp_bin_float_100;

namespace {

/// To nearest, halves to even, with `digits` bits of significand and subnormals.
double rounded_by_boost(double value, int digits, int least_exponent) {
  if (value == 0) return value;
  const int exponent = std::max(std::ilogb(value), least_exponent);
  const Wide scaled = ldexp(Wide{value}, digits - 1 - exponent);
  Wide whole = floor(scaled);
  const Wide rest = scaled - whole;
  const bool is_odd = fmod(whole, Wide{2}) != 0;
  if (rest > 0.5 || (rest == 0.5 && is_odd)) ++whole;
  return static_cast<double>(ldexp(whole, exponent - digits + 1));
}

std::vector<float> some_floats() {
  core::RandomStream random{9, "floats"};
  std::vector<float> values;
  for (int i = 0; i < 50000; ++i) {
    const std::uint32_t bits = random.next();
    // any float, and floats around fp16's range with ties among them
    if ((bits & 0x7F800000u) != 0x7F800000u) values.push_back(bits_float(bits));
    values.push_back(bits_float((bits & 0x80FFF000u) | ((100 + bits % 48) << 23)));
  }
  return values;
}

}  // namespace

TEST_CASE("every fp16 pattern is its number and comes back from it") {
  for (std::uint32_t bits = 0; bits < 65536; ++bits) {
    const auto pattern = static_cast<Fp16Bits>(bits);
    const float value = fp16_to_float(pattern);
    const int exponent = static_cast<int>(bits >> 10 & 31);
    const double fraction = bits & 1023;
    if (exponent == 31 && fraction != 0) {
      REQUIRE(std::isnan(value));
      REQUIRE(float_to_fp16(value) == (pattern | 0x0200));
      continue;
    }
    double number =
        exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    if (exponent == 31) number = std::numeric_limits<double>::infinity();
    if (bits >> 15 != 0) number = -number;
    REQUIRE(value == number);
    REQUIRE(std::signbit(value) == (bits >> 15 != 0));
    REQUIRE(float_to_fp16(value) == pattern);
  }
}

TEST_CASE("every bf16 pattern is the upper half of its number and comes back from it") {
  for (std::uint32_t bits = 0; bits < 65536; ++bits) {
    const auto pattern = static_cast<Bf16Bits>(bits);
    const float value = bf16_to_float(pattern);
    REQUIRE(float_bits(value) == bits << 16);
    REQUIRE(float_to_bf16(value) == (std::isnan(value) ? pattern | 0x0040 : pattern));
  }
}

TEST_CASE("a float becomes the nearest fp16, halves the even one") {
  for (const float value : some_floats()) {
    CAPTURE(value);
    const float got = fp16_to_float(float_to_fp16(value));
    const double expected = rounded_by_boost(static_cast<double>(value), 11, -14);
    if (std::fabs(expected) >= 65536) {
      CHECK(got == std::copysign(std::numeric_limits<float>::infinity(), value));
    } else {
      CHECK(static_cast<double>(got) == expected);
    }
    CHECK(std::signbit(got) == std::signbit(value));
  }
}

TEST_CASE("a float becomes the nearest bf16, halves the even one") {
  for (const float value : some_floats()) {
    CAPTURE(value);
    const double got = static_cast<double>(bf16_to_float(float_to_bf16(value)));
    const double expected = rounded_by_boost(static_cast<double>(value), 8, -126);
    CHECK((std::fabs(expected) >= 0x1p128 ? std::isinf(got) : got == expected));
  }
}

TEST_CASE("fp16 overflows from 65520 on, ties at the least subnormal go to zero") {
  CHECK(float_to_fp16(65519.99f) == 0x7BFF);
  CHECK(float_to_fp16(65520) == 0x7C00);
  CHECK(float_to_fp16(0x1p-25f) == 0);
  CHECK(float_to_fp16(std::nextafter(0x1p-25f, 1.0f)) == 1);
  CHECK(float_to_fp16(0x1.8p-24f) == 2);
  CHECK(float_to_fp16(-1e-30f) == 0x8000);
  CHECK(float_to_fp16(bits_float(0x7F800001u)) == 0x7E00);
}

TEST_CASE("tf32 drops thirteen bits and keeps a NaN") {
  CHECK(float_bits(truncate_to_tf32(bits_float(0xBFFFFFFFu))) == 0xBFFFE000u);
  CHECK(float_bits(truncate_to_tf32(bits_float(0x00001FFFu))) == 0);
  CHECK(std::isnan(truncate_to_tf32(bits_float(0x7F800001u))));
  CHECK(std::isinf(truncate_to_tf32(bits_float(0x7F800000u))));
}
