// SPDX-License-Identifier: Apache-2.0
#include "workload/real_sums.hpp"

#include <cmath>
#include <numeric>

#include "core/random.hpp"
#include "numerics/random_convolution.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using numerics::reference::ConvShape;
using workload::OutputVectors;
using workload::real_sums;

namespace {

std::vector<float> as_floats(const std::vector<std::int16_t>& whole, int exponent) {
  std::vector<float> result;
  for (const std::int16_t value : whole)
    result.push_back(std::ldexp(static_cast<float>(value % 512), exponent));
  return result;
}

std::vector<std::int16_t> below_512(std::vector<std::int16_t> values) {
  for (std::int16_t& value : values) value = static_cast<std::int16_t>(value % 512);
  return values;
}

}  // namespace

TEST_CASE("real sums of whole numbers equal the integer reference, for convolutions of any form") {
  core::RandomStream random(5, "real sums");
  for (std::uint64_t seed = 0; seed < 80; ++seed) {
    const test::RandomConvolution c(seed);
    INFO(c.text());
    const ConvShape& s = c.shape;
    const std::size_t length = 1 + random.below(9);
    const OutputVectors vectors{s, length};
    std::vector<std::size_t> numbers(vectors.count());
    std::iota(numbers.rbegin(), numbers.rend(), std::size_t{0});  // in no order that helps
    const auto sums = real_sums(vectors, as_floats(c.weights, -3).data(),
                                as_floats(c.activations, 5).data(), numbers);
    const auto whole = numerics::reference::conv2d_sums(s, below_512(c.weights).data(),
                                                        below_512(c.activations).data(), 0);
    const std::size_t plane = s.out_height * s.out_width;
    std::size_t filters = 0;
    for (std::size_t n = 0; n < numbers.size(); ++n) {
      const std::size_t image = numbers[n] / plane / vectors.chunks();
      filters += vectors.filters(numbers[n]);
      for (std::size_t j = 0; j < length; ++j) {
        const std::size_t filter = vectors.chunk(numbers[n]) * length + j;
        const double expected =
            filter < s.filters
                ? static_cast<double>(
                      whole[(image * s.filters + filter) * plane + numbers[n] % plane])
                : 0.0;
        REQUIRE(sums[n * length + j] == std::ldexp(expected, 2));
      }
    }
    CHECK(filters == s.outputs());
  }
}

TEST_CASE("products are floats, their sums doubles in eight parts") {
  ConvShape s;
  s.channels = 11;
  std::vector<float> a(11, 0x1p-30F);
  std::vector<float> w(11, 1.0F);
  w[0] = 0x1p40F;
  w[8] = -0x1p40F;  // the same part as w[0]
  w[1] = a[1] = 1 + 0x1p-12F;
  const std::vector<double> sums = real_sums({s, 1}, w.data(), a.data(), {0});
  CHECK(sums == std::vector<double>{(1 + 0x1p-11) + 8 * 0x1p-30});
}
