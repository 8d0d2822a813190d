// SPDX-License-Identifier: Apache-2.0
#include "numerics/reference/int16_reference.hpp"

#include "numerics/random_convolution.hpp"
#include "support/catch.hpp"

using namespace gossamer::numerics::reference;
using gossamer::test::RandomConvolution;

TEST_CASE("a one-by-one convolution multiplies every activation") {
  ConvShape shape;
  shape.width = shape.out_width = 3;
  const std::int16_t weight = 5;
  const std::int16_t activations[] = {1, 0, -2};
  CHECK(conv2d_sums(shape, &weight, activations, 0) == std::vector<std::int64_t>{5, 0, -10});
  CHECK(conv2d_sums(shape, &weight, activations, 2) == std::vector<std::int64_t>{1, 0, -3});
  CHECK(effectual_macs(shape, &weight, activations) == 2);
}

TEST_CASE("a filter is not flipped and padding counts as nothing") {
  ConvShape shape;
  shape.height = shape.width = shape.out_height = shape.out_width = 2;
  shape.filter_height = shape.filter_width = 3;
  shape.pad_top = shape.pad_left = 1;
  const std::int16_t weights[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  const std::int16_t activations[] = {1, 10, 100, 1000};
  CHECK(conv2d_sums(shape, weights, activations, 0) ==
        std::vector<std::int64_t>{9865, 8754, 6532, 5421});
  CHECK(effectual_macs(shape, weights, activations) == 16);
}

TEST_CASE("each group of filters sees its own channels") {
  ConvShape shape;
  shape.channels = shape.filters = shape.groups = 2;
  const std::int16_t weights[] = {3, 5};
  const std::int16_t activations[] = {10, 100};
  CHECK(conv2d_sums(shape, weights, activations, 0) == std::vector<std::int64_t>{30, 500});
}

TEST_CASE("sums of full-width products do not overflow") {
  ConvShape shape;
  shape.channels = 1000;
  const std::vector<std::int16_t> lowest(1000, -32768);
  const std::int64_t sum = std::int64_t{1000} << 30;
  CHECK(conv2d_sums(shape, lowest.data(), lowest.data(), 0) == std::vector<std::int64_t>{sum});
}

TEST_CASE("the loops over weights and the sum of one output agree for every geometry") {
  const auto seed = GENERATE(range(0, 60));
  const RandomConvolution c(static_cast<std::uint64_t>(seed));
  CAPTURE(c.text());
  const auto sums = conv2d_sums(c.shape, c.weights.data(), c.activations.data(), 5);
  REQUIRE(sums.size() == c.shape.outputs());
  for (std::size_t i = 0; i < sums.size(); ++i)
    REQUIRE(conv2d_sum(c.shape, c.weights.data(), c.activations.data(), 5, i) == sums[i]);
}

TEST_CASE("effectual multiply-accumulates are the sum over ones where operands are non-zero") {
  const auto seed = GENERATE(range(0, 60));
  RandomConvolution c(static_cast<std::uint64_t>(seed));
  CAPTURE(c.text());
  const std::uint64_t counted = effectual_macs(c.shape, c.weights.data(), c.activations.data());
  for (std::int16_t& w : c.weights) w = w != 0 ? 1 : 0;
  for (std::int16_t& a : c.activations) a = a != 0 ? 1 : 0;
  std::int64_t pairs = 0;
  for (const std::int64_t sum : conv2d_sums(c.shape, c.weights.data(), c.activations.data(), 0))
    pairs += sum;
  CHECK(counted == static_cast<std::uint64_t>(pairs));
}
