// SPDX-License-Identifier: Apache-2.0
#include "numerics/floating_point.hpp"
#include "numerics/lowbit/definition.hpp"
#include "numerics/lowbit/format_names.hpp"
#include "numerics/lowbit/ieee.hpp"
#include "numerics/lowbit/random_values.hpp"
#include "numerics/random_convolution.hpp"
#include "numerics/reference/lowbit_reference.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::numerics;
using namespace gossamer::numerics::lowbit;
using core::RandomStream;
using reference::ConvShape;
using reference::LoopOrder;
using reference::LowbitResult;
using reference::LowbitSettings;
using test::Ieee;
using test::Odd;

namespace {

Weights random_weights(const ConvShape& s, const Format& format, RandomStream& random) {
  Weights weights;
  weights.filters = s.filters;
  weights.depth = s.filter_size();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const bool zero = format.has_zero() && random.below(2) == 0;
    if (format.weights == WeightScheme::full) {
      weights.full.push_back(zero                       ? 0.0F
                             : format.weight_bits == 16 ? test::any_half(random)
                                                        : test::any_float(random));
      continue;
    }
    int code =
        1 + static_cast<int>(random.below(static_cast<std::uint64_t>(format.highest_code())));
    if (format.weights == WeightScheme::dorefa) code |= 1;
    if (random.below(2) == 0) code = -code;
    weights.codes.push_back(static_cast<std::int16_t>(zero ? 0 : code));
  }
  const std::size_t scales = format.scales == Granularity::channel ? s.filters : 1;
  for (std::size_t i = 0; i < scales; ++i) {
    weights.positive_scale.push_back(test::any_float(random));
    if (format.weights == WeightScheme::ttq)
      weights.negative_scale.push_back(test::any_float(random));
  }
  return weights;
}

template <class Visit>
void for_each_output(const ConvShape& s, Visit visit) {
  std::size_t i = 0;
  for (std::size_t b = 0; b < s.batch; ++b)
    for (std::size_t f = 0; f < s.filters; ++f)
      for (std::size_t y = 0; y < s.out_height; ++y)
        for (std::size_t x = 0; x < s.out_width; ++x) visit(i++, b, f, y, x);
}

std::uint32_t pattern(float value) {
  return value != value ? 0x7FC00000u : float_bits(value);
}

Format format_of(const std::string& weights, const std::string& activations) {
  Format format;
  REQUIRE(set_weights(weights, format));
  REQUIRE(set_activations(activations, format));
  return format;
}

void check_real(const Format& format, std::uint64_t seed) {
  const test::RandomConvolution c(seed);
  RandomStream random(seed, "low-bit layer");
  const Weights weights = random_weights(c.shape, format, random);
  std::vector<float> a(c.activations.size());
  const Odd odd = seed % 3 == 0 ? Odd::anything : Odd::finite;
  for (float& value : a) value = test::any_real(random, format, odd);
  const LowbitSettings settings{
      format, 1, seed % 2 == 0,
      seed % 5 == 0 ? LoopOrder::channels_then_taps : LoopOrder::taps_then_channels};
  const LowbitResult found = lowbit_conv2d(c.shape, weights, a.data(), settings);
  test::Definition definition(c.shape, weights, settings);
  REQUIRE(found.outputs.size() == c.shape.outputs());
  for_each_output(c.shape, [&](std::size_t i, auto b, auto f, auto y, auto x) {
    REQUIRE(float_bits(found.outputs[i]) == pattern(definition.real_output(a, b, f, y, x)));
  });
  CHECK(found.effectual_pairs == definition.pairs);
}

void check_integer(const Format& format, std::uint64_t seed) {
  const test::RandomConvolution c(seed);
  RandomStream random(seed, "low-bit layer");
  const Weights weights = random_weights(c.shape, format, random);
  std::vector<std::int32_t> a(c.activations.size());
  for (std::int32_t& value : a) value = test::any_integer(random, format);
  const float scale = test::any_float(random);
  const LowbitSettings settings{format, scale, seed % 2 == 0, {}};
  const LowbitResult found = lowbit_conv2d(c.shape, weights, a.data(), settings);
  test::Definition definition(c.shape, weights, settings);
  const Ieee single = Ieee::binary32();
  for_each_output(c.shape, [&](std::size_t i, auto b, auto f, auto y, auto x) {
    const auto part = [&](int sign) {
      return definition.whole_sum(a, sign, b, f, y, x).template convert_to<std::int64_t>();
    };
    const float up = single.multiply(weights.scale(f), scale);
    float value = 0;
    if (format.weights == WeightScheme::ttq) {
      const std::int64_t plus = part(1), minus = -part(-1);
      const float down = single.multiply(weights.scale_of_negatives(f), scale);
      value = single.add(single.multiply(single.convert(plus), up),
                         -single.multiply(single.convert(minus), down));
      REQUIRE(found.sums[i] == plus - minus);
    } else {
      const std::int64_t sum = part(0);
      value = single.multiply(single.convert(sum), up);
      REQUIRE(found.sums[i] == sum);
    }
    if (settings.relu && value <= 0) value = 0;
    REQUIRE(pattern(found.outputs[i]) == pattern(value));
  });
  CHECK(found.effectual_pairs == definition.pairs);
  CHECK(found.sums_outside_32_bits == 0);
}

}  // namespace

TEST_CASE("low-bit layers of floating-point activations equal exact arithmetic bit for bit") {
  const std::string weights =
      GENERATE("ternary", "ttq", "binary", "wrpn2", "wrpn5", "dorefa2", "dorefa8", "fp16", "fp32");
  for (const std::string activations : {"fp32", "fp16"})
    for (const SumType sums : {SumType::fp32, SumType::fp16})
      for (const TtqOrder ttq : {TtqOrder::after_sum, TtqOrder::before_sum})
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
          Format format = format_of(weights, activations);
          format.sums = sums;
          format.ttq = ttq;
          if (seed % 2 == 1) format.scales = Granularity::channel;
          if (fault_of(format) != nullptr) continue;
          INFO(weights << " " << activations << " seed " << seed);
          check_real(format, seed);
        }
}

TEST_CASE("low-bit layers of integer activations have exact sums, drained with three roundings") {
  const std::string weights = GENERATE("ternary", "ttq", "binary", "wrpn2", "wrpn8", "dorefa8");
  for (const std::string activations : {"uint1", "uint2", "int2", "uint4", "int8", "uint8"})
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      Format format = format_of(weights, activations);
      if (seed % 2 == 1) format.scales = Granularity::channel;
      INFO(weights << " " << activations << " seed " << seed);
      check_integer(format, seed);
    }
}

TEST_CASE("the order of additions shows in floating-point sums: channels run innermost") {
  ConvShape s;
  s.channels = 2, s.width = s.filter_width = 2;
  Weights weights;
  weights.filters = 1, weights.depth = 4, weights.codes = {1, 1, 1, 1};
  weights.positive_scale = {1};
  // [channel][column]: channels innermost adds 2^24, -2^24, 1, 1; columns innermost 2^24, 1, ...
  const std::vector<float> a{0x1p24F, 1, -0x1p24F, 1};
  LowbitSettings settings;
  CHECK(lowbit_conv2d(s, weights, a.data(), settings).outputs.at(0) == 2);
  settings.order = LoopOrder::channels_then_taps;
  CHECK(lowbit_conv2d(s, weights, a.data(), settings).outputs.at(0) == 1);
}

TEST_CASE("a weight of zero takes no part even where the activation is infinite") {
  ConvShape s;
  s.channels = 2;
  Weights weights;
  weights.filters = 1, weights.depth = 2;
  weights.positive_scale = {1};
  const std::vector<float> a{std::numeric_limits<float>::infinity(), 3};
  LowbitSettings settings;
  weights.codes = {0, -1};
  CHECK(lowbit_conv2d(s, weights, a.data(), settings).outputs.at(0) == -3);
  settings.format = format_of("fp32", "fp32");
  weights.codes.clear();
  weights.full = {0, 2};
  CHECK(lowbit_conv2d(s, weights, a.data(), settings).outputs.at(0) == 6);
}

TEST_CASE("an activation of zero takes no part even where a weight or a scale is infinite") {
  const float infinity = std::numeric_limits<float>::infinity();
  ConvShape s;
  s.channels = 2;
  Weights weights;
  weights.filters = 1, weights.depth = 2, weights.full = {infinity, 2};
  weights.positive_scale = {1};
  const std::vector<float> a{0, 3};
  LowbitSettings settings;
  settings.format = format_of("fp32", "fp32");
  CHECK(lowbit_conv2d(s, weights, a.data(), settings).outputs.at(0) == 6);
  settings.format = format_of("ttq", "fp32");
  settings.format.ttq = TtqOrder::before_sum;
  weights.full.clear();
  weights.codes = {-1, 1};
  weights.negative_scale = {infinity};
  CHECK(lowbit_conv2d(s, weights, a.data(), settings).outputs.at(0) == 3);
}

TEST_CASE("sums that 32 bits cannot hold are counted, and wrap") {
  ConvShape s;
  s.channels = 33026;
  Weights weights;
  weights.filters = 1, weights.depth = s.channels;
  weights.codes.assign(s.channels, 255);
  weights.positive_scale = {1};
  const std::vector<std::int32_t> a(s.channels, 255);
  LowbitSettings settings;
  settings.format = format_of("dorefa8", "uint8");
  const LowbitResult found = lowbit_conv2d(s, weights, a.data(), settings);
  CHECK(found.sums_outside_32_bits == 1);
  CHECK(found.sums.at(0) == 33026LL * 65025 - (1LL << 32));
}
