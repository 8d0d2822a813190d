// SPDX-License-Identifier: Apache-2.0
#include "tensor/quantize/quantiser.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <limits>

#include "core/random.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::tensor::quantize;
using numerics::vsq::ElementFormat;
using numerics::vsq::ScaleOrder;

namespace {

using Rational = boost::multiprecision::cpp_rational;
using Whole = boost::multiprecision::cpp_int;
using Floats = std::vector<float>;

struct Shape {
  std::size_t outer, channels, positions;
};

Operand operand(const Floats& x, const Shape& s) {
  return {x.data(), s.outer, s.channels, s.positions};
}

/// Numbers of which many quotients are halves, some zeros, and some vectors far below the others.
Floats random_numbers(const Shape& s, bool is_signed, core::RandomStream& random) {
  Floats x(s.outer * s.channels * s.positions);
  const std::uint32_t range = random.below(2) == 0 ? 31 : 1U << 20;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto whole = static_cast<float>(random.below(range));
    const float shrunk = i % s.positions == 1 ? std::ldexp(whole, -12) : whole;
    x[i] = is_signed && random.below(2) == 0 ? -shrunk : shrunk;
  }
  return x;
}

Whole half_away(const Rational& x) {
  const Rational magnitude = abs(x) + Rational{1, 2};
  const Whole whole = numerator(magnitude) / denominator(magnitude);
  return x < 0 ? Whole{-whole} : whole;
}

Scheme scheme(ElementFormat element, unsigned scale_bits, std::size_t length = 16,
              ScaleOrder order = ScaleOrder::scale_first) {
  Scheme result;
  result.format = {element, scale_bits};
  result.vector_length = length;
  result.order = order;
  return result;
}

/// One region (everything that shares a coarse scale) by exact fractions; checks what `got` says.
void check_region(const Operand& x, const Scheme& s, const Quantised& got, std::size_t outer_first,
                  std::size_t outer_count) {
  const Rational q = s.format.element.highest();
  const Rational highest_scale = s.format.highest_scale();
  const auto at = [&](std::size_t o, std::size_t c, std::size_t p) {
    return Rational{double{x.data[(o * x.channels + c) * x.positions + p]}};
  };
  const auto largest_of = [&](std::size_t o, std::size_t chunk, std::size_t p) {
    Rational largest = 0;
    for (std::size_t c = chunk * s.vector_length;
         c < std::min(x.channels, (chunk + 1) * s.vector_length); ++c)
      largest =
          std::max(largest, s.format.element.is_signed ? Rational{abs(at(o, c, p))} : at(o, c, p));
    return largest;
  };
  Rational limit = 0;
  const auto& v = got.vectors;
  const auto for_each = [&](auto visit) {
    for (std::size_t o = outer_first; o < outer_first + outer_count; ++o)
      for (std::size_t chunk = 0; chunk < v.chunks; ++chunk)
        for (std::size_t p = 0; p < v.positions; ++p) visit(o, chunk, p);
  };
  for_each([&](auto... where) { limit = std::max(limit, largest_of(where...)); });
  CHECK(got.gamma_of(outer_first) == static_cast<double>(Rational{limit / (q * highest_scale)}));
  for_each([&](std::size_t o, std::size_t chunk, std::size_t p) {
    const Rational largest = largest_of(o, chunk, p);
    const std::size_t number = v.index(o, chunk, p);
    Whole scale = 1;
    if (s.format.has_scales())
      scale = limit == 0 ? Whole{0} : half_away(Rational{largest * highest_scale / limit});
    CHECK(scale == v.scales[number]);
    Rational step = Rational{scale} * limit / (q * highest_scale);
    if (s.format.has_scales() && s.order == ScaleOrder::elements_first && scale != 0)
      step = largest / q;
    for (std::size_t j = 0; j < v.length; ++j) {
      const std::size_t c = chunk * v.length + j;
      Whole code = 0;
      if (c < x.channels && step != 0) code = half_away(Rational{at(o, c, p) / step});
      code = std::clamp(code, Whole{s.format.element.lowest()}, Whole{s.format.element.highest()});
      CHECK(code == v.vector(number)[j]);
    }
  });
}

Noise noise_of(const Floats& x, const Quantised& quantised, std::size_t channels) {
  const std::vector<double> back = dequantise(quantised, channels);
  Noise noise;
  for (std::size_t i = 0; i < x.size(); ++i) {
    noise.signal += double{x[i]} * x[i];
    noise.noise += (x[i] - back[i]) * (x[i] - back[i]);
  }
  return noise;
}

Floats bell(std::size_t count, std::uint64_t seed) {
  core::RandomStream random(seed, "bell");
  Floats x(count);
  for (float& value : x) {
    std::int64_t sum = 0;
    for (int i = 0; i < 4; ++i) sum += random.below(1U << 20);
    value = static_cast<float>(sum - (1 << 21)) / 1e6F;
  }
  return x;
}

}  // namespace

TEST_CASE("codes, scales and coarse scales are those of exact fractions") {
  const unsigned bits = GENERATE(2U, 3U, 4U, 8U, 16U);
  const unsigned scale_bits = GENERATE(0U, 3U, 4U, 10U);
  const bool is_signed = bits == 16 || GENERATE(true, false);
  const ScaleOrder order = GENERATE(ScaleOrder::elements_first, ScaleOrder::scale_first);
  core::RandomStream random(bits * 100 + scale_bits, "exact fractions");
  for (const auto& [shape, length] :
       {std::pair{Shape{2, 5, 3}, std::size_t{4}}, {{1, 17, 2}, 16}, {{3, 16, 1}, 16}}) {
    const Floats numbers = random_numbers(shape, is_signed, random);
    const Operand x = operand(numbers, shape);
    Scheme s = scheme({bits, is_signed}, scale_bits, length, order);
    check_region(x, s, quantise(x, s), 0, shape.outer);
    s.granularity = Granularity::outer;
    const Quantised by_outer = quantise(x, s);
    CHECK(by_outer.gamma.size() == shape.outer);
    for (std::size_t o = 0; o < shape.outer; ++o) check_region(x, s, by_outer, o, 1);
  }
}

TEST_CASE("halves are rounded away from zero, in elements and in scales") {
  const Floats numbers{7, 2.5F, -2.5F, 0.5F, -0.5F, 0.49999997F, 0, 0};
  const Quantised halves = quantise(operand(numbers, {1, 8, 1}), scheme({4, true}, 0, 8));
  CHECK(halves.vectors.codes == std::vector<std::int16_t>{7, 3, -3, 1, -1, 0, 0, 0});
  CHECK(halves.gamma == std::vector<double>{1});
  const Floats maxima{49, 24.5F, 10.5F, 3.5F};  // in units of 7: 7, 3.5, 1.5, 0.5
  const Quantised scales = quantise(operand(maxima, {1, 1, 4}), scheme({4, true}, 3, 1));
  CHECK(scales.vectors.scales == std::vector<std::uint16_t>{7, 4, 2, 1});
}

TEST_CASE("an element is at most half a step off unless it is clipped") {
  const Floats numbers = bell(16 * 400, 3);
  const Operand x = operand(numbers, {4, 160, 10});
  const Quantised two = quantise(x, scheme({4, true}, 6));
  const Quantised one = quantise(x, scheme({8, true}, 0));
  const std::vector<double> of_two = dequantise(two, 160);
  const std::vector<double> of_one = dequantise(one, 160);
  std::uint64_t beyond = 0;
  for (std::size_t o = 0; o < 4; ++o)
    for (std::size_t c = 0; c < 160; ++c)
      for (std::size_t p = 0; p < 10; ++p) {
        const std::size_t i = (o * 160 + c) * 10 + p;
        const double step = two.gamma[0] * two.vectors.scales[two.vectors.index(o, c / 16, p)];
        const bool is_clipped = std::fabs(numbers[i]) >= 7.5 * step;
        beyond += is_clipped ? 1 : 0;
        if (!is_clipped) CHECK(std::fabs(numbers[i] - of_two[i]) <= step * (0.5 + 1e-12));
        CHECK(std::fabs(numbers[i] - of_one[i]) <= one.gamma[0] * (0.5 + 1e-12));
      }
  CHECK(two.losses.clipped_elements == beyond);
  CHECK(one.losses.clipped_elements == 0);
}

TEST_CASE("the largest number gets the highest code and scale") {
  Floats numbers = bell(64 * 9, 1);
  numbers[100] = -77;
  for (const ScaleOrder order : {ScaleOrder::elements_first, ScaleOrder::scale_first}) {
    const Quantised q = quantise(operand(numbers, {2, 32, 9}), scheme({6, true}, 5, 16, order));
    const std::size_t number = q.vectors.index(0, 0, 100 % 9);
    CHECK(q.vectors.scales[number] == 31);
    CHECK(q.vectors.vector(number)[100 / 9] == -31);
    CHECK(dequantise(q, 32)[100] == Approx(-77).epsilon(1e-15));
  }
}

TEST_CASE("with few scale bits, rounding the scale first loses less") {
  const Floats numbers = bell(256 * 64, 2);
  const Operand x = operand(numbers, {4, 64, 64});
  for (const unsigned scale_bits : {3U, 4U}) {
    const auto db = [&](ScaleOrder order) {
      return quantise(x, scheme({6, true}, scale_bits, 16, order)).losses.noise.decibels();
    };
    CHECK(db(ScaleOrder::scale_first) > db(ScaleOrder::elements_first) + 0.5);
  }
}

TEST_CASE("scales of many bits come near the floating-point ones, and few lose") {
  const Floats numbers = bell(64 * 400, 6);
  const Operand x = operand(numbers, {4, 160, 40});
  const Scheme s = scheme({4, true}, 10, 16, ScaleOrder::elements_first);
  const SingleLevel single = quantise_single_level(x, s);
  const Quantised two = quantise(x, s);
  CHECK(single.vectors.codes == two.vectors.codes);
  const double best = single.losses.noise.decibels();
  CHECK(two.losses.noise.decibels() == Approx(best).margin(0.05));
  CHECK(quantise(x, scheme({4, true}, 3)).losses.noise.decibels() < best);
  CHECK(quantise(x, scheme({4, true}, 0)).losses.noise.decibels() < best - 3);
}

TEST_CASE("a floating-point scale for each vector is its own largest magnitude over the codes") {
  const Floats numbers{3, 0, -7, 1, 0, 0, 0.5F, 0.25F};
  const SingleLevel s = quantise_single_level(operand(numbers, {4, 2, 1}), scheme({4, true}, 0, 2));
  CHECK(s.scales == std::vector<double>{3.0 / 7, 1, 0, 0.5 / 7});
  CHECK(s.vectors.codes == std::vector<std::int16_t>{7, 0, -7, 1, 0, 0, 7, 4});
  CHECK(s.losses.zero_vectors == 1);
  CHECK(s.losses.noise.noise == Approx(std::pow(0.25 - 4 * 0.5 / 7, 2)));
}

TEST_CASE("signal and noise are the sums of squares of what went in and what came back") {
  const Floats numbers = bell(3 * 21 * 70, 9);
  const Operand x = operand(numbers, {3, 21, 70});
  for (const unsigned scale_bits : {0U, 4U}) {
    const Quantised q = quantise(x, scheme({4, true}, scale_bits));
    const Noise expected = noise_of(numbers, q, 21);
    CHECK(q.losses.noise.signal == Approx(expected.signal).epsilon(1e-12));
    CHECK(q.losses.noise.noise == Approx(expected.noise).epsilon(1e-12));
  }
}

TEST_CASE("vectors whose scale rounds to 0 become 0 and are counted apart from empty ones") {
  const Floats numbers{70, 70, 4.9F, -4, 0, 0, 5, 1};  // a scale unit of 10: 7, 0.49, 0, 0.5
  const Quantised q = quantise(operand(numbers, {4, 2, 1}), scheme({4, true}, 3, 2));
  CHECK(q.vectors.scales == std::vector<std::uint16_t>{7, 0, 0, 1});
  CHECK(q.losses.dead_vectors == 1);
  CHECK(q.losses.zero_vectors == 1);
  CHECK(q.vectors.codes == std::vector<std::int16_t>{7, 7, 0, 0, 0, 0, 3 + 1, 1});
  CHECK(q.losses.noise.noise >= 4.9 * 4.9 + 16);
}

TEST_CASE("unsigned codes cut negative numbers off and take no scale from them") {
  const Floats numbers{15, -100, -0.4F, 7.5F};
  const Quantised q = quantise(operand(numbers, {1, 4, 1}), scheme({4, false}, 0, 4));
  CHECK(q.vectors.codes == std::vector<std::int16_t>{15, 0, 0, 8});
  CHECK(q.losses.clipped_elements == 1);
  const Floats negative{-1, -2};
  CHECK(quantise(operand(negative, {1, 2, 1}), scheme({4, false}, 4, 2)).gamma[0] == 0);
}

TEST_CASE("a tensor of zeros has codes, scales and coarse scales of 0, and no noise") {
  const Floats numbers(24);
  const Quantised q = quantise(operand(numbers, {2, 4, 3}), scheme({4, true}, 4));
  CHECK(q.gamma == std::vector<double>{0});
  CHECK(q.vectors.codes == std::vector<std::int16_t>(2 * 3 * 16));
  CHECK(q.vectors.scales == std::vector<std::uint16_t>(6));
  CHECK(q.losses.zero_vectors == 6);
  CHECK(q.losses.noise.decibels() == std::numeric_limits<double>::infinity());
  CHECK(Noise{0, 1}.decibels() == -std::numeric_limits<double>::infinity());
  CHECK(Noise{1000, 1}.decibels() == 30);
}

TEST_CASE("the percentile is the order statistic of its rank among the non-zeros") {
  const Floats numbers{0, -4, 1, 0, 3, -2, 0};
  const Operand x = operand(numbers, {1, 7, 1});
  CHECK(percentile_magnitude(x, 100, true) == 4);
  CHECK(percentile_magnitude(x, 87.5, true) == 4);  // rank 3.5 is rounded up
  CHECK(percentile_magnitude(x, 87, true) == 3);
  CHECK(percentile_magnitude(x, 50, true) == 2);
  CHECK(percentile_magnitude(x, 1, true) == 1);
  CHECK(percentile_magnitude(x, 100, false) == 3);
  CHECK_THROWS_AS(percentile_magnitude(x, 101, true), std::invalid_argument);
}

TEST_CASE("what lies above the clipping limit gets the highest code and is counted") {
  Floats numbers = bell(640, 5);
  std::fill_n(numbers.begin(), 6, 1000.0F);
  const Operand x = operand(numbers, {1, 64, 10});
  Scheme s = scheme({4, true}, 0);
  const double maximum = quantise(x, s).losses.noise.noise;
  s.clipping.rule = ClippingRule::percentile;
  s.clipping.percentile = 99;
  const Quantised by_rank = quantise(x, s);
  CHECK(by_rank.losses.clipped_elements >= 6);
  CHECK(by_rank.gamma[0] == percentile_magnitude(x, 99, true) / 7.0);
  CHECK(by_rank.vectors.vector(0)[0] == 7);
  CHECK(by_rank.losses.noise.noise > maximum);  // six large errors cost more than many small ones
  s.format.scale_bits = 4;
  CHECK(quantise(x, s).vectors.scales[0] == 15);
  numbers = bell(64'000, 5);
  const Operand many = operand(numbers, {1, 64, 1000});
  s = scheme({3, true}, 0);
  const double unclipped = quantise(many, s).losses.noise.decibels();
  s.clipping.rule = ClippingRule::octav;
  const Quantised octav = quantise(many, s);
  CHECK(octav.gamma[0] * 3 ==
        Approx(octav_scale(numbers.data(), numbers.size(), {3, true}).scale).epsilon(1e-7));
  CHECK(octav.losses.clipped_elements > 0);
  CHECK(octav.losses.noise.decibels() > unclipped + 0.5);
}
