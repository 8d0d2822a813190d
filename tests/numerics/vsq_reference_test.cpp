// SPDX-License-Identifier: Apache-2.0
#include "numerics/reference/vsq_reference.hpp"

#include "numerics/vsq/dense_convolution.hpp"
#include "support/catch.hpp"

using namespace gossamer::numerics;
using namespace gossamer::numerics::reference;
using namespace gossamer::test;
using gossamer::core::RandomStream;
using vsq::Arithmetic;
using vsq::OperandFormat;
using vsq::Vectors;

namespace {

/// A product of a matrix row and a vector: one filter of `channels` over one position.
ConvShape single_output(std::size_t channels) {
  ConvShape shape;
  shape.channels = channels;
  return shape;
}

void check_equal(const VsqSums& found, const DenseConvolution::Exact& exact) {
  REQUIRE(found.sums.size() == exact.sums.size());
  CHECK(std::equal(found.sums.begin(), found.sums.end(), exact.sums.begin()));
  CHECK(found.saturations == exact.saturations);
  CHECK(found.zero_scale_products == exact.zero_scale_products);
  CHECK(found.effectual_macs == exact.effectual_macs);
}

/// Bits of a signed number that holds +-magnitude.
unsigned signed_bits(const cpp_int& magnitude) {
  return msb(magnitude) + 2;
}

/// 4/4/4/4 with R = 4, 4/8/6/10 with R = 6, 8/8 and 16/16 in turn. Of every two, one has an
/// accumulator of one bit more than a product of codes, so that some of its sums are cut.
Arithmetic some_arithmetic(std::uint64_t seed) {
  Arithmetic arithmetic{{{4, true}, 4}, {{4, false}, 4}, 4, 24};
  if (seed % 4 == 1) arithmetic = {{{4, true}, 6}, {{8, seed % 3 == 0}, 10}, 6, 24};
  if (seed % 4 == 2) arithmetic = {{{8, true}, 0}, {{8, true}, 0}, 0, 24};
  if (seed % 4 == 3) arithmetic = {{{16, true}, 0}, {{16, true}, 0}, 0, 40};
  if (seed / 4 % 2 == 1)
    arithmetic.accumulator_bits =
        arithmetic.weights.element.bits + arithmetic.activations.element.bits + 1;
  return arithmetic;
}

VsqSums sum_of_largest(const Arithmetic& arithmetic, std::size_t channels, int sign) {
  const auto filled = [&](const OperandFormat& format, int code) {
    Vectors vectors(1, (channels + 15) / 16, 1, 16);
    std::fill(vectors.codes.begin(), vectors.codes.end(), static_cast<std::int16_t>(code));
    std::fill(vectors.scales.begin(), vectors.scales.end(),
              static_cast<std::uint16_t>(format.highest_scale()));
    return vectors;
  };
  return vsq_conv2d(single_output(channels),
                    filled(arithmetic.weights, sign * arithmetic.weights.element.highest()),
                    filled(arithmetic.activations, arithmetic.activations.element.highest()),
                    arithmetic, 1);
}

}  // namespace

TEST_CASE("dot products and their scaling equal exact ones in every pair of formats") {
  RandomStream random(6, "dot products");
  const auto length = GENERATE(1u, 7u, 16u, 64u);
  const ConvShape shape = single_output(length);
  const std::vector<unsigned> scale_bits = all_scale_bits();
  for (const vsq::ElementFormat& of_weights : all_element_formats())
    for (const vsq::ElementFormat& of_activations : all_element_formats())
      for (int i = 0; i < 6; ++i) {
        const OperandFormat w{of_weights, scale_bits[random.below(scale_bits.size())]};
        const OperandFormat a{of_activations, scale_bits[random.below(scale_bits.size())]};
        const Arithmetic arithmetic{w, a, i % 2 == 0 ? 0u : 1 + random.below(20), 62};
        Vectors weights(1, 1, 1, length), activations(1, 1, 1, length);
        cpp_int dot = 0;
        for (std::size_t c = 0; c < length; ++c) {
          // Both at their ends everywhere in the first round, to fill the widest sum.
          weights.codes[c] =
              i == 0 ? static_cast<std::int16_t>(w.element.lowest()) : any_code(random, w.element);
          activations.codes[c] =
              i < 2 ? static_cast<std::int16_t>(a.element.highest()) : any_code(random, a.element);
          dot += cpp_int(weights.codes[c]) * activations.codes[c];
        }
        weights.scales[0] = any_scale(random, w);
        activations.scales[0] = any_scale(random, a);
        const VsqSums found = vsq_conv2d(shape, weights, activations, arithmetic, 1);
        CAPTURE(w.element.bits, a.element.bits, w.scale_bits, a.scale_bits);
        REQUIRE(found.sums[0] ==
                dot * arithmetic.scale_product(weights.scales[0], activations.scales[0]));
        REQUIRE(found.saturations == 0);
      }
}

TEST_CASE("convolutions of any geometry equal exact sums, with and without saturation") {
  unsigned cut = 0;
  unsigned whole = 0;
  std::uint64_t dead = 0;
  for (std::uint64_t seed = 0; seed < 80; ++seed) {
    const RandomConvolution geometry(seed);
    RandomStream random(seed, "vsq reference");
    const std::size_t length = std::size_t{1} << random.below(5);
    const DenseConvolution c(geometry, some_arithmetic(seed), length, seed);
    for (const std::size_t chunks_at_once : {std::size_t{1}, std::size_t{2}, std::size_t{99}}) {
      CAPTURE(seed, geometry.text(), c.shape.channels, c.shape.groups, length, chunks_at_once);
      const VsqSums found = vsq_conv2d(c.shape, c.weight_vectors(), c.activation_vectors(),
                                       c.arithmetic, chunks_at_once);
      check_equal(found, c.exact(chunks_at_once));
      ++(found.saturations > 0 ? cut : whole);
      dead += found.zero_scale_products;
    }
  }
  CHECK(cut > 40);
  CHECK(whole > 60);
  CHECK(dead > 1000);
}

TEST_CASE("the order of chunks and taps decides a sum that saturates, and no other") {
  // Two chunks, two taps; products by (tap, chunk): 100, -100, 100, 0.
  ConvShape shape = single_output(2);
  shape.width = shape.filter_width = 2;
  Vectors weights(1, 2, 2, 1), activations(1, 2, 2, 1);
  activations.codes = {1, 1, 1, 1};
  weights.codes = {100, 100, -100, 0};  // chunk by chunk
  Arithmetic arithmetic{{{8, true}, 0}, {{8, true}, 0}, 0, 8};
  const VsqSums one = vsq_conv2d(shape, weights, activations, arithmetic, 1);
  CHECK(one.sums == std::vector<std::int64_t>{27});  // 100 + 100, cut, - 100
  CHECK(one.saturations == 1);
  const VsqSums both = vsq_conv2d(shape, weights, activations, arithmetic, 2);
  CHECK(both.sums == std::vector<std::int64_t>{100});  // 100 - 100 + 100
  CHECK(both.saturations == 0);
  arithmetic.accumulator_bits = 24;
  for (const std::size_t chunks : {std::size_t{1}, std::size_t{2}})
    CHECK(vsq_conv2d(shape, weights, activations, arithmetic, chunks).sums ==
          std::vector<std::int64_t>{100});
}

TEST_CASE("padding is neither added nor counted") {
  ConvShape shape = single_output(1);
  shape.filter_height = shape.filter_width = 3;
  shape.pad_top = shape.pad_left = 1;
  Vectors weights(1, 1, 9, 1), activations(1, 1, 1, 1);
  std::fill(weights.codes.begin(), weights.codes.end(), std::int16_t{3});
  activations.codes = {5};
  activations.scales = {0};
  const Arithmetic arithmetic{{{4, true}, 4}, {{4, true}, 4}, 0, 24};
  const VsqSums found = vsq_conv2d(shape, weights, activations, arithmetic, 1);
  CHECK(found.zero_scale_products == 1);
  CHECK(found.effectual_macs == 1);
  CHECK(found.sums == std::vector<std::int64_t>{0});
}

TEST_CASE("largest operands need the accumulator widths of the formula, and not a bit less") {
  struct Row {
    unsigned nw, na, mw, ma, r;
    unsigned bits[5];
  };
  // Widths for reduction lengths 576, 768, 2048, 3072, 4608: V = 16, signed weights, unsigned
  // activations.
  const Row rows[] = {{8, 8, 0, 0, 0, {26, 26, 27, 28, 29}},
                      {4, 4, 4, 4, 8, {25, 26, 27, 28, 28}},
                      {4, 4, 4, 4, 4, {21, 22, 23, 24, 24}},
                      {4, 8, 6, 10, 16, {37, 38, 39, 40, 40}},
                      {4, 8, 6, 10, 6, {27, 28, 29, 30, 30}}};
  const std::size_t lengths[] = {576, 768, 2048, 3072, 4608};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < 5; ++i) {
      Arithmetic arithmetic{{{row.nw, true}, row.mw}, {{row.na, false}, row.ma}, row.r, 62};
      const cpp_int scale =
          row.mw == 0 ? cpp_int(1)
          : row.r < row.mw + row.ma
              ? cpp_int((cpp_int(1) << row.r) - 1)
              : cpp_int(((cpp_int(1) << row.mw) - 1) * ((cpp_int(1) << row.ma) - 1));
      // The largest rounded product: it is 14, not 15, for two scales of 15 rounded to 4 bits.
      const cpp_int reached = std::min(
          scale, cpp_int(arithmetic.scale_product(arithmetic.weights.highest_scale(),
                                                  arithmetic.activations.highest_scale())));
      const cpp_int codes = cpp_int(lengths[i]) * ((1 << (row.nw - 1)) - 1) * ((1 << row.na) - 1);
      CAPTURE(row.nw, row.na, row.mw, row.ma, row.r, lengths[i]);
      CHECK(signed_bits(codes * scale) == row.bits[i]);
      for (const int sign : {1, -1}) {
        arithmetic.accumulator_bits = 62;
        CHECK(sum_of_largest(arithmetic, lengths[i], sign).sums[0] == sign * codes * reached);
        arithmetic.accumulator_bits = signed_bits(codes * reached);
        CHECK(sum_of_largest(arithmetic, lengths[i], sign).saturations == 0);
        --arithmetic.accumulator_bits;
        CHECK(sum_of_largest(arithmetic, lengths[i], sign).saturations > 0);
      }
    }
}

TEST_CASE("outputs are quantised in vectors along the filters of all groups") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(range(0, 20)));
  const ConvShape shape = RandomConvolution(seed).shape;
  RandomStream random(seed, "post-processing");
  std::vector<std::int64_t> sums(shape.outputs());
  for (std::int64_t& sum : sums) sum = between(random, -(1 << 23), (1 << 23) - 1);
  vsq::PostProcessing unit;
  unit.output = {{4, seed % 2 == 0}, seed % 3 == 0 ? 0u : 4u};
  unit.relu = seed % 2 == 1;
  unit.subtract = 1000;
  for (std::size_t k = 0; k < shape.filters; ++k) {
    unit.rescale.push_back({32768 + random.below(32768), 15 + random.below(3)});
    unit.bias.push_back(static_cast<std::int32_t>(between(random, -100000, 100000)));
  }
  const std::size_t length = 1 + random.below(4);
  const Vectors outputs = vsq_post_process(shape, sums, unit, length);
  const std::size_t plane = shape.out_height * shape.out_width;
  REQUIRE(outputs.outer == shape.batch);
  REQUIRE(outputs.chunks == (shape.filters + length - 1) / length);
  REQUIRE(outputs.positions == plane);
  REQUIRE(outputs.length == length);
  for (std::size_t b = 0; b < shape.batch; ++b)
    for (std::size_t chunk = 0; chunk < outputs.chunks; ++chunk)
      for (std::size_t position = 0; position < plane; ++position) {
        std::vector<std::int32_t> values;
        for (std::size_t k = chunk * length; k < (chunk + 1) * length && k < shape.filters; ++k)
          values.push_back(unit.value(sums[(b * shape.filters + k) * plane + position], k));
        std::vector<std::int16_t> codes(length);
        const std::uint16_t scale = unit.quantise(values.data(), values.size(), codes.data());
        const std::size_t vector = (b * outputs.chunks + chunk) * plane + position;
        CHECK(outputs.scales[vector] == scale);
        CHECK(std::equal(codes.begin(), codes.end(), outputs.vector(vector)));
      }
}
