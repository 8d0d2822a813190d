// SPDX-License-Identifier: Apache-2.0
#include "numerics/lowbit/accumulate.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <vector>

#include "numerics/lowbit/ieee.hpp"
#include "numerics/lowbit/random_values.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::numerics::lowbit;
using gossamer::core::RandomStream;
using numerics::bits_float;
using numerics::float_bits;
using test::Ieee;
using test::Odd;

namespace {

const float infinity = std::numeric_limits<float>::infinity();
const float nan_value = std::numeric_limits<float>::quiet_NaN();

/// The pattern of a result, one for all that is no number.
std::uint32_t pattern(float value) {
  return float_bits(canonical(value));
}

Format integer_format(unsigned bits, bool is_signed) {
  Format format;
  format.activations = ActivationType::integer;
  format.activation_bits = bits;
  format.signed_activations = is_signed;
  return format;
}

Format fp16_format() {
  Format format;
  format.activations = ActivationType::fp16;
  format.activation_bits = 16;
  return format;
}

/// Sums of signed terms and of products, against the exact ones.
template <class Arithmetic>
void check_sums(const Ieee& exact, float (*draw)(RandomStream&, Odd)) {
  RandomStream random(11, "accumulators");
  for (int i = 0; i < 4000; ++i) {
    const Odd odd = i % 2 == 0 ? Odd::finite : Odd::anything;
    Accumulator<Arithmetic> sum, products;
    SplitAccumulator<Arithmetic> split;
    float expected = 0, expected_products = 0, plus = 0, minus = 0;
    for (int k = 0; k < 12; ++k) {
      const float a = draw(random, odd);
      const float w = draw(random, odd);
      const bool negative = random.below(2) == 0;
      sum.add(a, negative);
      expected = exact.add(expected, negative ? -a : a);
      products.add_product(a, w);
      expected_products = exact.add(expected_products, exact.multiply(a, w));
      split.add(a, negative);
      float& side = negative ? minus : plus;
      side = exact.add(side, a);
    }
    REQUIRE(pattern(sum.sum()) == pattern(expected));
    REQUIRE(pattern(products.sum()) == pattern(expected_products));
    REQUIRE(pattern(split.positive()) == pattern(plus));
    REQUIRE(pattern(split.negative()) == pattern(minus));
  }
}

}  // namespace

TEST_CASE("each addition and product of an accumulator is the exact one, rounded once") {
  check_sums<Fp32Arithmetic>(Ieee::binary32(), test::any_float);
  check_sums<Fp16Arithmetic>(Ieee::binary16(), test::any_half);
}

TEST_CASE("subnormal sums are kept, and too large ones are infinite") {
  Accumulator<Fp32Arithmetic> small;
  small.add(0x1p-149F, false);
  small.add(0x1p-149F, false);
  CHECK(small.sum() == 0x1p-148F);
  Accumulator<Fp16Arithmetic> half;
  half.add(0x1p-24F, false);
  CHECK(half.sum() == 0x1p-24F);
  half.add(65504, false);
  half.add(16, false);  // half a step: to even, which is beyond
  CHECK(half.sum() == infinity);
  half.add(infinity, true);
  CHECK(half.sum() != half.sum());
}

TEST_CASE("adding a zero of either sign leaves every sum that starts at +0 as it is") {
  RandomStream random(3, "zeros");
  for (int i = 0; i < 2000; ++i) {
    Accumulator<Fp32Arithmetic> with_zeros, without;
    for (int k = 0; k < 8; ++k) {
      const float a = k == 5 ? -without.sum() : test::any_float(random);
      with_zeros.add(0.0F, k % 2 == 0);
      with_zeros.add(-0.0F, k % 3 == 0);
      with_zeros.add(a, false);
      if (a != 0) without.add(a, false);
    }
    REQUIRE(float_bits(with_zeros.sum()) == float_bits(without.sum()));
    REQUIRE(float_bits(without.sum()) != 0x80000000u);
  }
}

TEST_CASE("a sum of integers wraps at 32 bits") {
  Accumulator<Int32Arithmetic> sum;
  for (int i = 0; i < 33025; ++i) sum.add_product(255, 255);
  CHECK(sum.sum() == 2147450625);
  sum.add_product(255, 255);
  CHECK(sum.sum() == static_cast<std::int32_t>(33026LL * 65025 - (1LL << 32)));
}

TEST_CASE("the drain rounds each product and TTQ's difference to binary32") {
  const Ieee exact = Ieee::binary32();
  RandomStream random(7, "drains");
  for (int i = 0; i < 4000; ++i) {
    const Odd odd = i % 2 == 0 ? Odd::finite : Odd::anything;
    const float p = test::any_float(random, odd), n = test::any_float(random, odd);
    const float wp = test::any_float(random), wn = test::any_float(random);
    REQUIRE(pattern(drain(p, wp)) == pattern(exact.multiply(p, wp)));
    const float difference = exact.add(exact.multiply(p, wp), -exact.multiply(n, wn));
    REQUIRE(pattern(drain(p, n, wp, wn)) == pattern(difference));
    const auto whole = static_cast<std::int32_t>(random.next());
    REQUIRE(pattern(drain(whole, wp)) ==
            pattern(exact.multiply(exact.convert(std::int64_t{whole}), wp)));
  }
}

TEST_CASE("what is no number leaves a PE as one pattern") {
  for (const std::uint32_t bits : {0x7F800001u, 0xFFC00000u, 0x7FFFFFFFu}) {
    CHECK(float_bits(drain(bits_float(bits), 1.0F)) == 0x7FC00000u);
    CHECK(float_bits(stored(bits_float(bits), fp16_format())) == 0x7FC00000u);
  }
  CHECK(float_bits(drain(infinity, infinity, 1.0F, 1.0F)) == 0x7FC00000u);
  CHECK(float_bits(rectified(nan_value)) == 0x7FC00000u);
  CHECK(activation_code(nan_value, integer_format(4, true)) == 0);
}

TEST_CASE("ReLU makes +0 of negative numbers and of -0") {
  CHECK(float_bits(rectified(-0.0F)) == 0);
  CHECK(float_bits(rectified(-infinity)) == 0);
  CHECK(rectified(0x1p-149F) == 0x1p-149F);
}

TEST_CASE("activations before the sum are scaled and rounded once in the accumulator's format") {
  const Ieee single = Ieee::binary32(), half = Ieee::binary16();
  RandomStream random(5, "prescaled");
  for (int i = 0; i < 4000; ++i) {
    const float a = test::any_half(random), scale = test::any_float(random);
    REQUIRE(pattern(prescaled<Fp32Arithmetic>(a, scale)) == pattern(single.multiply(a, scale)));
    REQUIRE(pattern(prescaled<Fp16Arithmetic>(a, scale)) ==
            pattern(half.multiply(a, half.convert(scale))));
  }
}

TEST_CASE("codes of activations are the nearest of exact steps, halves to even, clipped") {
  using boost::multiprecision::cpp_int;
  using boost::multiprecision::cpp_rational;
  RandomStream random(9, "codes");
  const bool is_signed = GENERATE(false, true);
  for (unsigned bits = is_signed ? 2 : 1; bits <= 8; ++bits) {
    const Format format = integer_format(bits, is_signed);
    const int highest = format.highest_activation();
    for (int i = 0; i < 3000; ++i) {
      float value = test::any_float(random);
      // Ties: half way between two codes where binary32 has that number.
      if (i % 4 == 0) value = static_cast<float>(random.below(512)) / 512.0F - 0.25F;
      cpp_rational clipped(value);
      if (clipped > 1) clipped = 1;
      if (clipped < (is_signed ? -1 : 0)) clipped = is_signed ? -1 : 0;
      const cpp_rational steps = clipped * highest + 1024;  // positive, so that division is a floor
      cpp_int code = numerator(steps) / denominator(steps);
      const cpp_rational rest = steps - code;
      if (rest > cpp_rational(1, 2) || (rest == cpp_rational(1, 2) && code % 2 == 1)) ++code;
      REQUIRE(activation_code(value, format) == code.convert_to<int>() - 1024);
    }
    CHECK(activation_code(infinity, format) == highest);
    CHECK(stored(infinity, format) ==
          static_cast<float>(highest) * (1 / static_cast<float>(highest)));
  }
}

TEST_CASE("memories hold outputs in the format of activations") {
  CHECK(stored(1 + 0x1p-20F, Format{}) == 1 + 0x1p-20F);
  CHECK(stored(1 + 0x1p-11F, fp16_format()) == 1);
  CHECK(stored(70000, fp16_format()) == infinity);
  CHECK(stored(0.6F, integer_format(2, false)) == 2.0F * (1 / 3.0F));
}
