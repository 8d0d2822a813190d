// SPDX-License-Identifier: Apache-2.0
#include "numerics/fixed_point.hpp"

#include "support/catch.hpp"

using namespace gossamer::numerics;

TEST_CASE("24 bits wrap at both ends") {
  CHECK(wrap24(0) == 0);
  CHECK(wrap24(8388607) == 8388607);
  CHECK(wrap24(8388608) == -8388608);
  CHECK(wrap24(-8388608) == -8388608);
  CHECK(wrap24(-8388609) == 8388607);
  CHECK(wrap24(std::int64_t{1} << 40) == 0);
}

TEST_CASE("wrapping each partial sum or the whole gives the same") {
  std::int64_t exact = 0;
  std::int32_t wrapped = 0;
  for (const std::int64_t term : {8000000, 8000000, -3, -16000000, 7777777, 8388607}) {
    exact += term;
    wrapped = wrap24(wrapped + term);
    CHECK(wrapped == wrap24(exact));
  }
}

TEST_CASE("shifts round towards minus infinity") {
  CHECK(shift_right_floor(7, 1) == 3);
  CHECK(shift_right_floor(-7, 1) == -4);
  CHECK(shift_right_floor(-1, 31) == -1);
}

TEST_CASE("int16 saturates") {
  CHECK(saturate_int16(32767) == 32767);
  CHECK(saturate_int16(32768) == 32767);
  CHECK(saturate_int16(-32768) == -32768);
  CHECK(saturate_int16(-32769) == -32768);
}

TEST_CASE("the drain subtracts, applies ReLU, shifts, saturates, in this order") {
  Int16Arithmetic arithmetic;
  arithmetic.output_shift = 4;
  CHECK(arithmetic.output(-1) == -1);
  CHECK(arithmetic.output(8388607) == 32767);
  arithmetic.relu = true;
  arithmetic.subtract = 100;
  CHECK(arithmetic.output(99) == 0);
  CHECK(arithmetic.output(115) == 0);
  CHECK(arithmetic.output(116) == 1);
  arithmetic.subtract = -100;
  CHECK(arithmetic.output(-84) == 1);
}

TEST_CASE("a product is shifted before it is added") {
  Int16Arithmetic arithmetic;
  arithmetic.product_shift = 3;
  CHECK(arithmetic.product(-32768, -32768) == 134217728);
  CHECK(arithmetic.product(-1, 1) == -1);
}

TEST_CASE("the default product shift is 7 and the logarithm of the products, rounded up") {
  CHECK(default_product_shift(1) == 7);
  CHECK(default_product_shift(2) == 8);
  CHECK(default_product_shift(3) == 9);
  CHECK(default_product_shift(4) == 9);
  CHECK(default_product_shift(5) == 10);
  CHECK(default_product_shift(4608) == 20);
  CHECK(default_product_shift(std::uint64_t{1} << 40) == 31);
}

TEST_CASE("with the default shift, sums of the largest products stay in 24 bits") {
  const std::int64_t n = GENERATE(1, 2, 3, 100, 1024, 4608);
  Int16Arithmetic arithmetic;
  arithmetic.product_shift = default_product_shift(static_cast<std::uint64_t>(n));
  CHECK(n * arithmetic.product(32767, 32767) <= 8388607);
  CHECK(n * arithmetic.product(32767, -32767) >= -8388608);
}
