// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "numerics/mma/accumulation.hpp"

namespace gossamer::test {

using Wide = boost::multiprecision::cpp_int;

/// The fused addition by its definition, on whole numbers of any size; finite operands only. A
/// second way, with nothing in common with the program's: values are multiples of 2^-320.
class ExactFusedAdd {
 public:
  static constexpr int unit = -320;

  explicit ExactFusedAdd(const numerics::mma::FusedAdd& arithmetic) : arithmetic_{arithmetic} {}

  float add(const std::vector<float>& a, const std::vector<float>& b, float c) const {
    const int least = numerics::mma::least_exponent(arithmetic_.operands);
    int largest = exponent(c, is_fp16() ? -14 : -126);
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] == 0 || b[i] == 0) continue;
      largest = std::max(largest, exponent(a[i], least) + exponent(b[i], least));
    }
    const Wide grid = Wide{1} << (largest - static_cast<int>(arithmetic_.fraction_bits) - unit);
    Wide sum = fixed(c) / grid;  // whole-number division truncates toward zero
    for (std::size_t i = 0; i < a.size(); ++i)
      sum += ((fixed(a[i]) * fixed(b[i])) >> -unit) / grid * 1;
    return rounded(sum * grid);
  }

 private:
  bool is_fp16() const { return arithmetic_.output == numerics::mma::OutputType::fp16; }

  static int exponent(float value, int least) {
    if (value == 0) return -126;
    return std::max(std::ilogb(value), least);
  }

  static Wide fixed(float value) {
    if (value == 0) return 0;
    int power = 0;
    const float half = std::frexp(value, &power);  // 24 bits behind the point
    const Wide significand{static_cast<std::int64_t>(std::ldexp(half, 24))};
    return significand << (power - 24 - unit);
  }

  /// To the output type; found by trying every step of the type's grid near the value.
  float rounded(const Wide& sum) const {
    if (sum == 0) return 0;
    const bool negative = sum < 0;
    const Wide magnitude = negative ? Wide(-sum) : sum;
    const int top = static_cast<int>(boost::multiprecision::msb(magnitude)) + unit;
    const int digits = is_fp16() ? 10 : 23;
    const int step = std::max(top, is_fp16() ? -14 : -126) - digits;
    const Wide grid = Wide{1} << (step - unit);
    Wide quotient = magnitude / grid;
    const Wide rest = magnitude - quotient * grid;
    if (is_fp16() && (2 * rest > grid || (2 * rest == grid && quotient % 2 == 1))) ++quotient;
    const double value = std::ldexp(quotient.convert_to<double>(), step);
    const double limit = is_fp16() ? 65536.0 : 0x1p128;
    const float result =
        value >= limit ? std::numeric_limits<float>::infinity() : static_cast<float>(value);
    return negative ? -result : result;
  }

  numerics::mma::FusedAdd arithmetic_;
};

}  // namespace gossamer::test
