// SPDX-License-Identifier: Apache-2.0
#include "numerics/vsq/arithmetic.hpp"

#include "numerics/vsq/exact.hpp"
#include "support/catch.hpp"

using namespace gossamer::numerics::vsq;
using namespace gossamer::test;
using gossamer::core::RandomStream;

namespace {

Arithmetic with_scales(unsigned weight_bits, unsigned activation_bits, unsigned rounded_bits) {
  return {{{4, true}, weight_bits}, {{4, false}, activation_bits}, rounded_bits, 24};
}

/// The rounded scale product from its definition: p / 2^shift, halves up, at most 2^R - 1.
cpp_int exact_scale_product(std::uint32_t w, std::uint32_t a, unsigned full, unsigned rounded) {
  const cpp_int product = cpp_int(w) * a;
  if (rounded == 0 || rounded >= full) return product;
  const cpp_int nearest =
      floor_of(cpp_rational(product, cpp_int(1) << (full - rounded)) + cpp_rational(1, 2));
  return clip(nearest, 0, (cpp_int(1) << rounded) - 1);
}

}  // namespace

TEST_CASE("scale products of every width and rounding equal exact ones") {
  RandomStream random(1, "scale products");
  for (const unsigned mw : all_scale_bits())
    for (const unsigned ma : all_scale_bits())
      for (unsigned r = 0; r <= mw + ma + 1; ++r) {
        const Arithmetic arithmetic = with_scales(mw, ma, r);
        const std::uint32_t top_w = arithmetic.weights.highest_scale();
        const std::uint32_t top_a = arithmetic.activations.highest_scale();
        for (int i = 0; i < 60; ++i) {
          const std::uint32_t w = i == 0 ? top_w : any_scale(random, arithmetic.weights);
          const std::uint32_t a = i == 0 ? top_a : any_scale(random, arithmetic.activations);
          CAPTURE(mw, ma, r, w, a);
          REQUIRE(arithmetic.scale_product(w, a) == exact_scale_product(w, a, mw + ma, r));
        }
      }
}

TEST_CASE("every pair of 6-bit weight and 10-bit activation scales rounds to R = 6 exactly") {
  const Arithmetic arithmetic = with_scales(6, 10, 6);
  bool equal = true;
  for (std::uint32_t w = 0; w < 64; ++w)
    for (std::uint32_t a = 0; a < 1024; ++a)
      equal = equal && arithmetic.scale_product(w, a) == exact_scale_product(w, a, 16, 6);
  CHECK(equal);
}

TEST_CASE("a scale product rounds halves up, and its carry out saturates") {
  const Arithmetic arithmetic = with_scales(4, 4, 4);
  CHECK(arithmetic.scale_product_shift() == 4);
  CHECK(arithmetic.scale_product(1, 7) == 0);
  CHECK(arithmetic.scale_product(1, 8) == 1);     // 0.5
  CHECK(arithmetic.scale_product(3, 8) == 2);     // 1.5
  CHECK(arithmetic.scale_product(15, 15) == 14);  // 14.06
  // 127 x 127 / 2^12 = 3.94 rounds to 4, which two bits do not hold.
  CHECK(with_scales(7, 7, 2).scale_product(127, 127) == 3);
  CHECK(with_scales(10, 10, 1).scale_product(1023, 1023) == 1);
}

TEST_CASE("without scales the scale product is 1") {
  CHECK(with_scales(0, 0, 0).scale_product(1, 1) == 1);
  CHECK(with_scales(0, 0, 6).scale_product(1, 1) == 1);
}

TEST_CASE("saturating sums of any width equal exact ones and count their cuts") {
  RandomStream random(2, "saturating sums");
  std::uint64_t cuts = 0;
  for (unsigned bits = 2; bits <= 48; ++bits) {
    SaturatingSum sum(bits);
    cpp_int exact = 0;
    for (int i = 0; i < 400; ++i) {
      const std::int64_t end = std::int64_t{1} << (bits - random.below(2));
      const std::int64_t term = between(random, -end, end);
      const cpp_int uncut = exact + term;
      exact = saturate_exactly(uncut, bits);
      CAPTURE(bits, i, term);
      REQUIRE(sum.add(term) == (uncut != exact));
      REQUIRE(sum.value() == exact);
      cuts += uncut != exact ? 1 : 0;
    }
  }
  CHECK(cuts > 1000);
  CHECK(cuts < 47 * 400 - 1000);
}

TEST_CASE("a sum reaches both ends uncut and is cut one beyond") {
  SaturatingSum up(24);
  CHECK_FALSE(up.add(8388607));
  CHECK(up.add(1));
  CHECK(up.value() == 8388607);
  SaturatingSum down(24);
  CHECK_FALSE(down.add(-8388608));
  CHECK(down.add(-1));
  CHECK(down.value() == -8388608);
}

TEST_CASE("the order of additions decides a sum that saturates") {
  SaturatingSum first(8);
  for (const int term : {100, 100, -100}) first.add(term);
  SaturatingSum second(8);
  for (const int term : {100, -100, 100}) second.add(term);
  CHECK(first.value() == 27);
  CHECK(second.value() == 100);
}
