// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <limits>

namespace gossamer::test {

/// IEEE 754 operations by their definition, on whole numbers of any size: the exact result, rounded
/// once to nearest, halves to even. Numbers are floats that the format can hold.
class Ieee {
 public:
  static Ieee binary32() { return {24, -126, 127}; }
  static Ieee binary16() { return {11, -14, 15}; }

  float add(float a, float b) const {
    if (std::isnan(a) || std::isnan(b)) return nan;
    if (std::isinf(a) && std::isinf(b)) return a == b ? a : nan;
    if (std::isinf(a)) return a;
    if (std::isinf(b)) return b;
    const bool minus_zero = a == 0 && b == 0 && std::signbit(a) && std::signbit(b);
    return rounded(fixed(a) + fixed(b), minus_zero);
  }
  float multiply(float a, float b) const {
    const bool negative = std::signbit(a) != std::signbit(b);
    if (std::isnan(a) || std::isnan(b)) return nan;
    if (std::isinf(a) || std::isinf(b))
      return a == 0 || b == 0 ? nan : negative ? -infinity : infinity;
    return rounded((fixed(a) * fixed(b)) >> -unit, negative);
  }
  /// A whole number.
  float convert(std::int64_t value) const { return rounded(Wide{value} << -unit, false); }
  float convert(float value) const {
    return std::isnan(value) || std::isinf(value) ? value
                                                  : rounded(fixed(value), std::signbit(value));
  }

 private:
  using Wide = boost::multiprecision::cpp_int;
  static constexpr int unit = -320;  // every product of two floats is a multiple of 2^unit
  static constexpr float infinity = std::numeric_limits<float>::infinity();
  static constexpr float nan = std::numeric_limits<float>::quiet_NaN();

  Ieee(int digits, int least, int greatest) : digits_{digits}, least_{least}, greatest_{greatest} {}

  static Wide fixed(float value) {
    int power = 0;
    const float half = std::frexp(value, &power);
    const Wide significand{static_cast<std::int64_t>(std::ldexp(half, 24))};
    return value == 0 ? Wide{0} : Wide{significand << (power - 24 - unit)};
  }

  float rounded(const Wide& exact, bool negative_zero) const {
    if (exact == 0) return negative_zero ? -0.0F : 0.0F;
    const Wide magnitude = abs(exact);
    const int top = static_cast<int>(msb(magnitude)) + unit;
    const int step = std::max(top, least_) - (digits_ - 1);
    const Wide grid = Wide{1} << (step - unit);
    Wide quotient = magnitude / grid;
    const Wide twice_rest = 2 * (magnitude - quotient * grid);
    if (twice_rest > grid || (twice_rest == grid && quotient % 2 == 1)) ++quotient;
    const double value = std::ldexp(quotient.convert_to<double>(), step);
    const float result =
        value >= std::ldexp(1.0, greatest_ + 1) ? infinity : static_cast<float>(value);
    return exact < 0 ? -result : result;
  }

  int digits_;
  int least_;
  int greatest_;
};

}  // namespace gossamer::test
