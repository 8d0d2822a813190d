// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/scatter_kernels.hpp"

#include <limits>

#include "arch/scnn/cpu_levels.hpp"
#include "arch/scnn/random_conv.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using arch::scnn::scatter_kernels;

namespace {

using Sums = std::vector<std::uint32_t>;

/// The definition: arithmetic shift of the exact product, rounding down.
std::uint32_t shifted_product(std::int64_t activation, std::int64_t weight, unsigned shift) {
  const std::int64_t product = activation * weight;
  const std::int64_t divisor = std::int64_t{1} << shift;
  const std::int64_t floor =
      product >= 0 ? product / divisor : -((-product + divisor - 1) / divisor);
  return static_cast<std::uint32_t>(floor);
}

Sums multiply_add(core::CpuLevel level, Sums sums, std::int16_t activation,
                  const std::vector<std::int16_t>& weights, const Sums& offsets, unsigned shift) {
  scatter_kernels(level).multiply_add(sums.data(), activation, weights.data(), offsets.data(),
                                      static_cast<std::uint32_t>(weights.size()), shift);
  return sums;
}

constexpr std::int16_t lowest = std::numeric_limits<std::int16_t>::min();

}  // namespace

TEST_CASE("all kernels add the same shifted products, in chunks and beyond them") {
  const std::uint32_t count = GENERATE(0U, 1U, 15U, 16U, 17U, 32U, 100U, 200U);
  const unsigned shift = GENERATE(0U, 1U, 7U, 15U, 30U);
  core::RandomStream random{count * 100 + shift, "products"};
  const auto weights = test::random_values(random, count, 800);
  Sums offsets(count);
  for (std::uint32_t& offset : offsets) offset = random.below(40);  // many meet on one sum
  Sums sums(40);
  for (std::uint32_t& sum : sums) sum = random.next();
  const std::int16_t activation = test::random_values(random, 1, 1000).front();

  Sums expected = sums;
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
    const Sums sums =
        multiply_add(level, Sums(2), 3, std::vector<std::int16_t>(16, 5), Sums(16, 1), 0);
    CHECK(sums == Sums{0, 16 * 15});
  }
}

TEST_CASE("the extremes of 16 bits multiply exactly, and sums wrap around at 32 bits") {
  for (const core::CpuLevel level : test::host_levels()) {
    const std::vector<std::int16_t> weights(4, lowest);
    CHECK(multiply_add(level, Sums(1), lowest, weights, Sums(4, 0), 0) == Sums{0});  // 4 x 2^30
    CHECK(multiply_add(level, Sums{5}, lowest, {lowest}, {0}, 30) == Sums{6});
    CHECK(multiply_add(level, Sums{0}, 1, {-1}, {0}, 15) == Sums{0xffffffffU});
  }
}

TEST_CASE("a product with a zero changes nothing") {
  for (const core::CpuLevel level : test::host_levels()) {
    CHECK(multiply_add(level, Sums{7}, 9, {0, 0}, {0, 0}, 3) == Sums{7});
    CHECK(multiply_add(level, Sums{7}, 0, {1, -1}, {0, 0}, 3) == Sums{7});
  }
}
