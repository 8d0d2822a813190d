// SPDX-License-Identifier: Apache-2.0
#include "numerics/vsq/format.hpp"

#include "support/catch.hpp"

using namespace gossamer::numerics::vsq;

TEST_CASE("signed codes are symmetric and unsigned ones use every bit") {
  CHECK(ElementFormat{4, true}.highest() == 7);
  CHECK(ElementFormat{4, true}.lowest() == -7);
  CHECK(ElementFormat{4, false}.highest() == 15);
  CHECK(ElementFormat{4, false}.lowest() == 0);
  CHECK(ElementFormat{16, true}.highest() == 32767);
}

TEST_CASE("scales end at their highest number, and are 1 where there are none") {
  CHECK(OperandFormat{{4, true}, 4}.highest_scale() == 15);
  CHECK(OperandFormat{{8, false}, 10}.highest_scale() == 1023);
  CHECK(OperandFormat{{8, true}, 0}.highest_scale() == 1);
  CHECK_FALSE(OperandFormat{{8, true}, 0}.has_scales());
}

TEST_CASE("a stored vector has its elements and one scale") {
  CHECK(OperandFormat{{4, true}, 4}.vector_bits(16) == 68);
  CHECK(OperandFormat{{8, true}, 0}.vector_bits(16) == 128);
}
