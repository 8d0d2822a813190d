// SPDX-License-Identifier: Apache-2.0
#include "numerics/vsq/post_processing.hpp"

#include <cmath>
#include <limits>

#include "numerics/vsq/exact.hpp"
#include "support/catch.hpp"

using namespace gossamer::numerics::vsq;
using namespace gossamer::test;
using gossamer::core::RandomStream;

namespace {

constexpr std::int64_t largest_sum = std::int64_t{1} << 46;

cpp_rational power_of_two(int exponent) {
  return exponent < 0 ? cpp_rational(1, cpp_int(1) << -exponent)
                      : cpp_rational(cpp_int(1) << exponent);
}

cpp_int exact_value(const PostProcessing& unit, std::int64_t sum, std::size_t filter) {
  const Rescale by = unit.rescale[filter];
  cpp_int value =
      round_half_away(cpp_rational(cpp_int(sum) * by.multiplier, cpp_int(1) << by.shift));
  if (!unit.bias.empty()) value += unit.bias[filter];
  value = saturate_exactly(value - unit.subtract, 24);
  return unit.relu && value < 0 ? cpp_int(0) : value;
}

struct Quantised {
  std::vector<cpp_int> codes;
  cpp_int scale = 1;
};

Quantised quantise_exactly(const PostProcessing& unit, const std::vector<std::int32_t>& values) {
  const ElementFormat& element = unit.output.element;
  const cpp_int highest = element.highest();
  const cpp_int one = cpp_int(1) << unit.fraction_bits();
  cpp_int largest = 0;
  for (const std::int32_t value : values) largest = std::max(largest, cpp_int(abs(cpp_int(value))));
  Quantised result;
  cpp_rational step = one;
  if (unit.output.has_scales()) {
    result.scale = round_half_away(cpp_rational(largest, highest * one));
    result.scale = std::min(result.scale, cpp_int((cpp_int(1) << unit.output.scale_bits) - 1));
    step = unit.order == ScaleOrder::scale_first ? cpp_rational(result.scale * one)
                                                 : cpp_rational(largest, highest);
  }
  for (const std::int32_t value : values) {
    const cpp_int code = result.scale == 0 ? cpp_int(0) : round_half_away(value / step);
    result.codes.push_back(clip(code, element.is_signed ? cpp_int(-highest) : cpp_int(0), highest));
  }
  return result;
}

void check_quantised(const PostProcessing& unit, const std::vector<std::int32_t>& values) {
  const Quantised exact = quantise_exactly(unit, values);
  std::vector<std::int16_t> codes(values.size(), 99);
  CAPTURE(unit.output.element.bits, unit.output.element.is_signed, unit.output.scale_bits, values);
  REQUIRE(unit.quantise(values.data(), values.size(), codes.data()) == exact.scale);
  REQUIRE(std::equal(codes.begin(), codes.end(), exact.codes.begin()));
}

/// Values of 16 outputs: a largest one of random magnitude, others where codes change.
std::vector<std::int32_t> values_at_boundaries(const PostProcessing& unit, RandomStream& random) {
  constexpr std::int64_t end = 1 << 23;
  const std::int64_t limit = random.below(8) == 0 ? end : std::int64_t{1} << random.below(24);
  const std::int64_t largest = between(random, limit / 2, limit);
  std::vector<std::int32_t> values = {
      static_cast<std::int32_t>(random.below(2) == 0 ? -largest : std::min(largest, end - 1))};
  const cpp_int scale = quantise_exactly(unit, values).scale;
  const bool by_scale = unit.order == ScaleOrder::scale_first || !unit.output.has_scales();
  const cpp_rational step = by_scale ? cpp_rational(scale << unit.fraction_bits())
                                     : cpp_rational(largest, unit.output.element.highest());
  while (values.size() < 16) {
    std::int64_t value = between(random, -largest, largest);
    if (random.below(4) > 0 && step > 0) {
      // A half of a step, if the integers have it, and its neighbours.
      const cpp_int half_steps = floor_of(abs(value / step)) * 2 + 1;
      value = static_cast<std::int64_t>(floor_of(half_steps * step / 2)) + between(random, -1, 1);
      value =
          std::clamp(random.below(2) == 0 ? -value : value, -largest, std::min(largest, end - 1));
    }
    values.push_back(static_cast<std::int32_t>(value));
  }
  return values;
}

}  // namespace

TEST_CASE("values of sums of up to 47 bits equal exact ones at every shift") {
  RandomStream random(3, "values");
  PostProcessing unit;
  unit.rescale.resize(2);
  for (unsigned shift = 0; shift <= 62; ++shift)
    for (int i = 0; i < 300; ++i) {
      unit.rescale[1] = {
          static_cast<std::uint32_t>(random.below(8) == 0 ? 65535 : random.below(65536)), shift};
      unit.bias.clear();
      if (i % 3 == 0)
        unit.bias = {0, static_cast<std::int32_t>(between(random, -9000000, 9000000))};
      unit.subtract =
          i % 5 == 0 ? static_cast<std::int32_t>(between(random, -9000000, 9000000)) : 0;
      unit.relu = i % 4 == 0;
      const std::int64_t end = std::min(largest_sum, std::int64_t{1} << random.below(47));
      const std::int64_t sum = random.below(10) == 0 ? -largest_sum : between(random, -end, end);
      CAPTURE(shift, unit.rescale[1].multiplier, sum, unit.bias, unit.subtract, unit.relu);
      REQUIRE(unit.value(sum, 1) == exact_value(unit, sum, 1));
    }
}

TEST_CASE("a value rounds halves away from zero and saturates at 24 bits") {
  PostProcessing unit;
  unit.rescale = {{0x8000, 16}};
  CHECK(unit.value(5, 0) == 3);
  CHECK(unit.value(-5, 0) == -3);
  CHECK(unit.value(4, 0) == 2);
  CHECK(unit.value(1 << 30, 0) == 8388607);
  CHECK(unit.value(-(1 << 30), 0) == -8388608);
}

TEST_CASE("a value saturates behind bias and subtraction, and ReLU comes last") {
  PostProcessing unit;
  unit.rescale = {{1, 0}};
  unit.bias = {100};
  unit.subtract = 50;
  CHECK(unit.value(8388607 - 60, 0) == 8388607 - 10);
  CHECK(unit.value(8388607 - 40, 0) == 8388607);
  unit.subtract = 8000000;
  CHECK(unit.value(16000000, 0) == 8000100);  // cut before the subtraction, it would be 388707
  unit.bias = {-100};
  unit.subtract = 50;
  CHECK(unit.value(140, 0) == -10);
  unit.relu = true;
  CHECK(unit.value(140, 0) == 0);
  CHECK(unit.value(160, 0) == 10);
}

TEST_CASE("a factor becomes the nearest 16-bit multiplier") {
  RandomStream random(4, "factors");
  for (int i = 0; i < 20000; ++i) {
    const auto exponent = static_cast<int>(between(random, -46, 15));
    // Close to, or on, the middle between two multipliers every other time.
    const std::int64_t fraction =
        i % 2 == 0 ? between(random, std::int64_t{1} << 51, (std::int64_t{1} << 52) - 1)
                   : (between(random, 1 << 15, 65535) * 2 + 1) * (std::int64_t{1} << 35) +
                         between(random, -1, 1);
    const double factor = std::ldexp(static_cast<double>(fraction), exponent - 51);
    const Rescale by = rescale_of(factor);
    CAPTURE(factor, by.multiplier, by.shift);
    if (factor >= 65535.5) continue;
    REQUIRE(by.multiplier >= 0x8000);
    REQUIRE(by.multiplier <= 0xffff);
    REQUIRE(by.shift <= 62);
    // Of the multipliers of the factor's own power of two; the one above its end is the next power.
    const cpp_rational scaled =
        cpp_rational(cpp_int(fraction)) * power_of_two(exponent - 51) * power_of_two(15 - exponent);
    REQUIRE(by.multiplier * power_of_two(15 - exponent - static_cast<int>(by.shift)) ==
            cpp_rational(round_half_away(scaled)));
  }
}

TEST_CASE("factors that no multiplier holds become 0 or the largest, and others are refused") {
  const auto is = [](double factor, std::uint32_t multiplier, unsigned shift) {
    const Rescale by = rescale_of(factor);
    CAPTURE(factor, by.multiplier, by.shift);
    return by.multiplier == multiplier && by.shift == shift;
  };
  CHECK(is(1, 0x8000, 15));
  CHECK(is(0.75, 0xc000, 16));
  CHECK(is(0, 0, 0));
  CHECK(is(std::ldexp(1.0, -47), 0x8000, 62));
  CHECK(is(std::ldexp(131070.0, -64), 0, 0));
  CHECK(is(std::ldexp(131071.0, -64), 0x8000, 62));  // rounds up to 2^-47
  CHECK(is(std::numeric_limits<double>::denorm_min(), 0, 0));
  CHECK(is(65535, 0xffff, 0));
  CHECK(is(std::nextafter(65535.5, 0), 0xffff, 0));
  CHECK(is(65535.5, 0xffff, 0));
  CHECK(is(1e30, 0xffff, 0));
  CHECK(is(std::numeric_limits<double>::infinity(), 0xffff, 0));
  CHECK_THROWS_AS(rescale_of(-1), std::invalid_argument);
  CHECK_THROWS_AS(rescale_of(std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
}

TEST_CASE("a factor that becomes 0 took all sums of 46 bits to 0 anyway") {
  PostProcessing unit;
  unit.rescale = {{0x8000, 62}};
  CHECK(unit.value((std::int64_t{1} << 45) - 1, 0) == 0);
  CHECK(unit.value(-(std::int64_t{1} << 45), 0) == 0);
}

TEST_CASE("codes and scales of every format and both orders equal exact ones") {
  RandomStream random(5, "quantise");
  const auto order = GENERATE(ScaleOrder::elements_first, ScaleOrder::scale_first);
  for (const ElementFormat& element : all_element_formats())
    for (const unsigned scale_bits : all_scale_bits()) {
      PostProcessing unit;
      unit.output = {element, scale_bits};
      unit.order = order;
      for (int i = 0; i < 40; ++i) check_quantised(unit, values_at_boundaries(unit, random));
    }
}

TEST_CASE("every value of 24 bits gets the exact code, without scales and beside a largest one") {
  const auto scale_bits = GENERATE(0u, 4u);
  const auto order = GENERATE(ScaleOrder::elements_first, ScaleOrder::scale_first);
  PostProcessing unit;
  unit.output = {{8, true}, scale_bits};
  unit.order = order;
  // An odd largest value, and a scale of 12: no step is a power of two.
  constexpr std::int32_t largest = 127 * 2048 * 12 - 77;
  const std::int64_t numerator = order == ScaleOrder::elements_first && scale_bits > 0 ? 127 : 1;
  const std::int64_t step = scale_bits == 0                       ? std::int64_t{1} << 15
                            : order == ScaleOrder::elements_first ? largest
                                                                  : 12 * 2048;
  const std::int32_t end = scale_bits == 0 ? 1 << 23 : largest;
  std::int16_t codes[2] = {};
  std::uint64_t wrong = 0;
  for (std::int32_t value = -end; value <= end; ++value) {
    const std::int32_t values[2] = {value, largest};
    wrong += unit.quantise(values, 2, codes) == (scale_bits == 0 ? 1 : 12) ? 0 : 1;
    const std::int64_t magnitude =
        (2 * std::abs(std::int64_t{value}) * numerator + step) / (2 * step);
    const std::int64_t code = std::min<std::int64_t>(magnitude, 127);
    wrong += codes[0] == (value < 0 ? -code : code) ? 0 : 1;
  }
  CHECK(wrong == 0);
}

TEST_CASE("the two orders give other codes for the same vector") {
  PostProcessing unit;
  unit.output = {{4, true}, 4};
  const std::int32_t unit_step = 1 << unit.fraction_bits();
  // The exact scale is 1.4 and rounds to 1.
  const std::int32_t values[] = {7 * unit_step * 7 / 5, 3 * unit_step};
  std::int16_t codes[2] = {};
  unit.order = ScaleOrder::elements_first;
  CHECK(unit.quantise(values, 2, codes) == 1);
  CHECK(codes[0] == 7);
  CHECK(codes[1] == 2);
  unit.order = ScaleOrder::scale_first;
  CHECK(unit.quantise(values, 2, codes) == 1);
  CHECK(codes[0] == 7);
  CHECK(codes[1] == 3);
}

TEST_CASE("a vector whose scale rounds to 0 is dead, and one that is not keeps its scale") {
  const auto order = GENERATE(ScaleOrder::elements_first, ScaleOrder::scale_first);
  PostProcessing unit;
  unit.output = {{4, true}, 4};
  unit.order = order;
  const std::int32_t half = 7 << (unit.fraction_bits() - 1);
  std::int16_t codes[2] = {5, 5};
  const std::int32_t below[] = {half - 1, -3};
  CHECK(unit.quantise(below, 2, codes) == 0);
  CHECK(codes[0] == 0);
  CHECK(codes[1] == 0);
  const std::int32_t at[] = {-half, 0};
  CHECK(unit.quantise(at, 2, codes) == 1);
  CHECK(codes[0] == (order == ScaleOrder::elements_first ? -7 : -4));
}

TEST_CASE("the fraction fills a value up behind code and scale, and no further") {
  PostProcessing unit;
  unit.output = {{4, true}, 4};
  CHECK(unit.fraction_bits() == 15);
  unit.output = {{8, false}, 10};
  CHECK(unit.fraction_bits() == 5);
  unit.output = {{16, true}, 10};
  CHECK(unit.fraction_bits() == 0);
}
