// SPDX-License-Identifier: Apache-2.0
#include "numerics/mma/accumulation.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

#include "numerics/floating_point.hpp"
#include "numerics/mma/rounded_sum.hpp"
#include "numerics/tf32.hpp"

namespace gossamer::numerics::mma {

namespace {

constexpr std::size_t most_terms = 32;
constexpr int zero_exponent = -126;

/// significand * 2^(exponent - fraction_bits); |significand| below 4 * 2^fraction_bits.
struct Term {
  std::int64_t significand = 0;
  int exponent = zero_exponent;
  int fraction_bits = 0;
};

/// A finite number with 23 fractional bits; below `least` it is not normalised.
Term term_of(float value, int least) {
  const std::uint32_t bits = float_bits(value);
  const auto field = static_cast<int>(bits >> 23 & 255u);
  std::int64_t significand = (bits & 0x007FFFFFu) | (field != 0 ? 0x00800000u : 0u);
  int exponent = std::max(field, 1) - 127;
  if (significand == 0) return {0, zero_exponent, 23};
  if (exponent < least) {
    significand >>= least - exponent;  // exact: a subnormal of a narrower type
    exponent = least;
  }
  return {bits >> 31 != 0 ? -significand : significand, exponent, 23};
}

Term product(const Term& a, const Term& b) {
  const std::int64_t significand = a.significand * b.significand;
  if (significand == 0) return {0, zero_exponent, 46};
  return {significand, a.exponent + b.exponent, 46};
}

/// In units of 2^(exponent - F), toward zero.
std::int64_t aligned(const Term& term, int exponent, unsigned fraction_bits) {
  const int shift = exponent - term.exponent + term.fraction_bits - static_cast<int>(fraction_bits);
  const std::int64_t magnitude = std::abs(term.significand);
  const std::int64_t kept = shift >= 63 ? 0 : shift >= 0 ? magnitude >> shift : magnitude << -shift;
  return term.significand < 0 ? -kept : kept;
}

struct Operands {
  std::array<float, most_terms> a{};
  std::array<float, most_terms> b{};
};

Operands as_multiplied(const float* a, const float* b, std::size_t n, OperandType type) {
  Operands operands;
  std::copy_n(a, n, operands.a.begin());
  std::copy_n(b, n, operands.b.begin());
  if (type != OperandType::tf32) return operands;
  std::transform(a, a + n, operands.a.begin(), truncate_to_tf32);
  std::transform(b, b + n, operands.b.begin(), truncate_to_tf32);
  return operands;
}

/// What the operands' special values make of the sum: NaN, an infinity, or something finite. No
/// finite sum leaves binary64.
double special_sum(const float* a, const float* b, std::size_t n, float c) {
  double sum = c;
  for (std::size_t i = 0; i < n; ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

/// 0x7FFFFFFF, or the number whose binary16 pattern is 0x7FFF.
float canonical_nan(OutputType output) {
  return bits_float(output == OutputType::fp32 ? 0x7FFFFFFFu : 0x7FFFE000u);
}

}  // namespace

FusedAdd fused_add(Generation generation, OperandType operands, OutputType output,
                   std::size_t products) {
  assert(!is_integer(operands));
  const std::size_t widest = operands == OperandType::tf32 ? 4 : 8;
  if (generation == Generation::ampere) return {operands, 24, std::min(products, widest), output};
  return {operands, 25, std::min(products, most_terms), output};
}

float fused_multiply_add(const float* a, const float* b, std::size_t n, float c,
                         const FusedAdd& arithmetic) {
  assert(n <= most_terms);
  const Operands operands = as_multiplied(a, b, n, arithmetic.operands);
  const double special = special_sum(operands.a.data(), operands.b.data(), n, c);
  if (std::isnan(special)) return canonical_nan(arithmetic.output);
  if (std::isinf(special)) return static_cast<float>(special);

  const int least = least_exponent(arithmetic.operands);
  std::array<Term, most_terms + 1> terms;
  terms[n] = term_of(c, arithmetic.output == OutputType::fp16 ? -14 : -126);
  int largest = terms[n].exponent;
  for (std::size_t i = 0; i < n; ++i) {
    terms[i] = product(term_of(operands.a[i], least), term_of(operands.b[i], least));
    largest = std::max(largest, terms[i].exponent);
  }
  std::int64_t sum = 0;
  for (std::size_t i = 0; i <= n; ++i) sum += aligned(terms[i], largest, arithmetic.fraction_bits);
  return rounded_sum(sum, largest, arithmetic);
}

float dot(const float* a, const float* b, std::size_t k, float c, const FusedAdd& arithmetic) {
  for (std::size_t first = 0; first < k; first += arithmetic.terms) {
    const std::size_t n = std::min(arithmetic.terms, k - first);
    c = fused_multiply_add(a + first, b + first, n, c, arithmetic);
  }
  return c;
}

std::int32_t integer_multiply_add(const std::int16_t* a, const std::int16_t* b, std::size_t n,
                                  std::int32_t c, Overflow overflow) {
  std::int64_t sum = c;
  for (std::size_t i = 0; i < n; ++i) sum += std::int64_t{a[i]} * b[i];
  if (overflow == Overflow::wrap) return static_cast<std::int32_t>(static_cast<std::uint32_t>(sum));
  constexpr std::int64_t least = std::numeric_limits<std::int32_t>::min();
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int32_t>(std::clamp(sum, least, most));
}

std::int32_t integer_dot(const std::int16_t* a, const std::int16_t* b, std::size_t k,
                         std::int32_t c, std::size_t terms, Overflow overflow) {
  for (std::size_t first = 0; first < k; first += terms) {
    const std::size_t n = std::min(terms, k - first);
    c = integer_multiply_add(a + first, b + first, n, c, overflow);
  }
  return c;
}

}  // namespace gossamer::numerics::mma
