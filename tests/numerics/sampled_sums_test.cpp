// SPDX-License-Identifier: Apache-2.0
#include "numerics/reference/sampled_sums.hpp"

#include "numerics/random_convolution.hpp"
#include "support/catch.hpp"

using namespace gossamer::numerics::reference;
using gossamer::test::RandomConvolution;

TEST_CASE("sampled sums equal the sums one by one, in the order asked for") {
  const auto seed = GENERATE(range(100, 160));
  const RandomConvolution c(static_cast<std::uint64_t>(seed));
  CAPTURE(c.text());
  gossamer::core::RandomStream random(static_cast<std::uint64_t>(seed), "indices");
  std::vector<std::size_t> indices(50);
  for (std::size_t& index : indices) index = random.below(c.shape.outputs());
  const auto sums = sampled_sums(c.shape, c.weights.data(), c.activations.data(), 7, indices);
  REQUIRE(sums.size() == indices.size());
  for (std::size_t i = 0; i < indices.size(); ++i)
    CHECK(sums[i] == conv2d_sum(c.shape, c.weights.data(), c.activations.data(), 7, indices[i]));
}

TEST_CASE("no indices give no sums") {
  const RandomConvolution c(1);
  CHECK(sampled_sums(c.shape, c.weights.data(), c.activations.data(), 7, {}).empty());
}

TEST_CASE("a filter without weights sums to zero") {
  ConvShape shape;
  shape.filters = 2;
  const std::int16_t weights[] = {0, 3};
  const std::int16_t activation = 4;
  CHECK(sampled_sums(shape, weights, &activation, 0, {1, 0, 1}) ==
        std::vector<std::int64_t>{12, 0, 12});
}

TEST_CASE("sums that 32 bits cannot hold are exact, whatever the shift") {
  // The most negative values: every product is 2^30.
  const unsigned shift = GENERATE(0u, 1u, 3u, 4u, 29u, 30u, 31u);
  const std::size_t channels = GENERATE(1u, 2u, 3u, 15u, 16u, 31u, 32u, 33u, 100u);
  CAPTURE(shift, channels);
  ConvShape shape;
  shape.channels = channels;
  const std::vector<std::int16_t> lowest(channels, -32768);
  CHECK(sampled_sums(shape, lowest.data(), lowest.data(), shift, {0}) ==
        std::vector<std::int64_t>{static_cast<std::int64_t>(channels) *
                                  ((std::int64_t{1} << 30) >> shift)});
}
