// SPDX-License-Identifier: Apache-2.0
#include "tensor/compare.hpp"

#include "support/catch.hpp"

using namespace gossamer::tensor;

namespace {

using Texts = std::vector<std::string>;

Tensor<std::int16_t> counted(const Shape& shape) {
  Tensor<std::int16_t> tensor{shape};
  for (std::size_t n = 0; n < tensor.size(); ++n) tensor.data[n] = static_cast<std::int16_t>(n);
  return tensor;
}

}  // namespace

TEST_CASE("equal tensors have no differences") {
  CHECK(describe_differences(counted({2, 3}), counted({2, 3})).empty());
  CHECK(describe_differences(counted({0}), counted({0})).empty());
}

TEST_CASE("the first of several wrong outputs is named with its place and both values") {
  auto got = counted({2, 3, 4});
  got.data[17] = -5;  // [1][1][1]
  got.data[23] = 0;
  CHECK(describe_differences(got, counted({2, 3, 4})) ==
        Texts{"2 of 24 outputs are wrong; the first is output[1][1][1]: -5 instead of 17"});
}

TEST_CASE("the first and the last element are compared too") {
  auto got = counted({5});
  got.data[0] = 9;
  CHECK(describe_differences(got, counted({5})) ==
        Texts{"1 of 5 outputs are wrong; the first is output[0]: 9 instead of 0"});
  got = counted({5});
  got.data[4] = 9;
  CHECK(describe_differences(got, counted({5})) ==
        Texts{"1 of 5 outputs are wrong; the first is output[4]: 9 instead of 4"});
}

TEST_CASE("tensors of different shapes are not compared element by element") {
  CHECK(describe_differences(counted({2, 6}), counted({3, 4})) == Texts{"the shapes differ"});
  CHECK(describe_differences(counted({4}), counted({4, 1})) == Texts{"the shapes differ"});
}
