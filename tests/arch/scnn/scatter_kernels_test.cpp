// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/scatter_kernels.hpp"

#include <limits>

#include "arch/planar/random_conv.hpp"
#include "support/catch.hpp"
#include "support/cpu_levels.hpp"

using namespace gossamer;
using arch::scnn::scatter_kernels;

namespace {

using SumValues = std::vector<std::uint32_t>;

/// The definition: arithmetic shift of the exact product, rounding down.
std::uint32_t shifted_product(std::int64_t activation, std::int64_t weight, unsigned shift) {
  const std::int64_t product = activation * weight;
  const std::int64_t divisor = std::int64_t{1} << shift;
  const std::int64_t floor =
      product >= 0 ? product / divisor : -((-product + divisor - 1) / divisor);
  return static_cast<std::uint32_t>(floor);
}

SumValues multiply_add(core::CpuLevel level, SumValues sums, std::int16_t activation,
                       const std::vector<std::int16_t>& weights, const SumValues& offsets,
                       unsigned shift) {
  const arch::scnn::Sums to{sums.data(), 1, shift};
  const arch::scnn::Activation lane{activation, 0, 0};
  scatter_kernels(level).multiply_vector(to, &lane, 1, weights.data(), offsets.data(),
                                         static_cast<std::uint32_t>(weights.size()));
  return sums;
}

constexpr std::int16_t lowest = std::numeric_limits<std::int16_t>::min();

}  // namespace

TEST_CASE("all kernels add the same shifted products, in chunks and beyond them") {
  const std::uint32_t count = GENERATE(0U, 1U, 15U, 16U, 17U, 32U, 100U, 200U);
  const unsigned shift = GENERATE(0U, 1U, 7U, 15U, 30U);
  core::RandomStream random{count * 100 + shift, "products"};
  const auto weights = test::random_values(random, count, 800);
  SumValues offsets(count);
  for (std::uint32_t& offset : offsets) offset = random.below(40);  // many meet on one sum
  SumValues sums(40);
  for (std::uint32_t& sum : sums) sum = random.next();
  const std::int16_t activation = test::random_values(random, 1, 1000).front();

  SumValues expected = sums;
  for (std::size_t e = 0; e < count; ++e) {
    expected[offsets[e]] += shifted_product(activation, weights[e], shift);
  }
  for (const core::CpuLevel level : test::host_levels()) {
    CAPTURE(count, shift, static_cast<int>(level));
    CHECK(multiply_add(level, sums, activation, weights, offsets, shift) == expected);
  }
}

TEST_CASE("several weights of one chunk may fall on the same sum") {
  for (const core::CpuLevel level : test::host_levels()) {
    const SumValues sums =
        multiply_add(level, SumValues(2), 3, std::vector<std::int16_t>(16, 5), SumValues(16, 1), 0);
    CHECK(sums == SumValues{0, 16 * 15});
  }
}

TEST_CASE("the extremes of 16 bits multiply exactly, and sums wrap around at 32 bits") {
  for (const core::CpuLevel level : test::host_levels()) {
    const std::vector<std::int16_t> weights(4, lowest);
    CHECK(multiply_add(level, SumValues(1), lowest, weights, SumValues(4, 0), 0) ==
          SumValues{0});  // 4 x 2^30
    CHECK(multiply_add(level, SumValues{5}, lowest, {lowest}, {0}, 30) == SumValues{6});
    CHECK(multiply_add(level, SumValues{0}, 1, {-1}, {0}, 15) == SumValues{0xffffffffU});
  }
}

TEST_CASE("a product with a zero changes nothing") {
  for (const core::CpuLevel level : test::host_levels()) {
    CHECK(multiply_add(level, SumValues{7}, 9, {0, 0}, {0, 0}, 3) == SumValues{7});
    CHECK(multiply_add(level, SumValues{7}, 0, {1, -1}, {0, 0}, 3) == SumValues{7});
  }
}

TEST_CASE("a tile with weights gives what its activations give one by one") {
  const std::uint32_t stride = GENERATE(4U, 8U, 16U, 24U, 32U, 64U);
  const unsigned shift = GENERATE(0U, 7U, 15U);
  core::RandomStream random{stride + shift, "tile"};
  const auto values = test::random_values(random, stride, 700);
  const auto weights = test::random_values(random, 21, 800);
  SumValues taps(weights.size());
  for (std::uint32_t& tap : taps) tap = random.below(9);
  SumValues sums(std::size_t{9} * stride);
  for (std::uint32_t& sum : sums) sum = random.next();

  SumValues expected = sums;
  for (std::size_t e = 0; e < weights.size(); ++e) {
    for (std::uint32_t j = 0; j < stride; ++j) {
      expected[taps[e] * stride + j] += shifted_product(values[j], weights[e], shift);
    }
  }
  for (const core::CpuLevel level : test::host_levels()) {
    CAPTURE(stride, shift, static_cast<int>(level));
    const auto count = static_cast<std::uint32_t>(weights.size());
    SumValues whole = sums;
    scatter_kernels(level).multiply_tile({whole.data(), stride, shift}, values.data(),
                                         weights.data(), taps.data(), count);
    CHECK(whole == expected);
    SumValues single = sums;
    std::vector<arch::scnn::Activation> lanes;
    for (std::uint32_t j = 0; j < stride; ++j) {
      lanes.push_back({values[j], static_cast<std::uint16_t>(j), 0});
    }
    scatter_kernels(level).multiply_vector({single.data(), stride, shift}, lanes.data(), stride,
                                           weights.data(), taps.data(), count);
    CHECK(single == expected);
  }
}
