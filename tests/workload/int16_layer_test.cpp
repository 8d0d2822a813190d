// SPDX-License-Identifier: Apache-2.0
#include "workload/int16_layer.hpp"

#include <algorithm>
#include <cmath>

#include "support/catch.hpp"
#include "workload/operands.hpp"
#include "workload/sample_layers.hpp"

using namespace gossamer;
using namespace gossamer::workload;
using test::conv_layer;
using test::gemm_layer;

namespace {

using Int16Tensor = tensor::Tensor<std::int16_t>;

struct Operands {
  Int16Tensor weights;
  Int16Tensor activations;

  explicit Operands(const Layer& layer, Values values = Values::drawn)
      : weights{int16_weights(layer, 1, values)},
        activations{int16_activations(layer, 0, 1, values)} {}
};

numerics::Int16Arithmetic arithmetic_of(const Layer& layer, const Operands& operands,
                                        std::uint64_t seed = 1) {
  return int16_arithmetic(layer, operands.weights, operands.activations, 0, seed);
}

double density_reached(const Layer& layer) {
  const Operands operands(layer);
  const auto reference = int16_reference(layer, operands.weights, operands.activations,
                                         arithmetic_of(layer, operands));
  const auto zeros = std::count(reference.outputs.data.begin(), reference.outputs.data.end(), 0);
  return 1.0 - static_cast<double>(zeros) / static_cast<double>(reference.outputs.size());
}

}  // namespace

TEST_CASE("the default product shift follows from the fullest filter") {
  Layer layer = gemm_layer(1, 3, 4);
  const Int16Tensor weights = [] {
    Int16Tensor w({4, 3});
    w.data = {1, 0, 0, 1, 2, 0, 1, 0, 0, 0, 0, 0};
    return w;
  }();
  CHECK(int16_arithmetic_of_masks(layer, weights).product_shift == 9);  // 3 in the first column
  CHECK(int16_arithmetic_of_masks(layer, Int16Tensor({4, 3})).product_shift == 7);
  layer.product_shift = 3;
  CHECK(int16_arithmetic_of_masks(layer, weights).product_shift == 3);
  Layer conv = conv_layer(2, 2, 3);
  Int16Tensor of_conv({2, 2, 3, 3});
  std::fill_n(of_conv.data.begin() + 18, 5, std::int16_t{1});
  CHECK(int16_arithmetic_of_masks(conv, of_conv).product_shift == 10);
}

TEST_CASE("shifts and ReLU of a layer reach its arithmetic") {
  Layer layer = conv_layer(4, 4, 6);
  layer.relu = true;
  layer.output_shift = 5;
  const auto arithmetic = arithmetic_of(layer, Operands(layer));
  CHECK(arithmetic.relu);
  CHECK(arithmetic.output_shift == 5);
  CHECK(arithmetic.subtract == 0);
}

TEST_CASE("the constant brings the stored outputs near the density asked for") {
  const double density = GENERATE(0.05, 0.222, 0.5, 0.9);
  Layer few = conv_layer(16, 32, 10);  // 3200 outputs: all of them are looked at
  few.relu = true;
  few.output_density = density;
  CHECK(density_reached(few) == Approx(density).margin(0.5 / 3200));
  Layer many = conv_layer(8, 64, 32);  // 65536 outputs: a quarter is drawn
  many.relu = true;
  many.output_density = density;
  CHECK(density_reached(many) == Approx(density).margin(0.015));
  Layer gemm = gemm_layer(30, 40, 50);
  gemm.relu = true;
  gemm.output_density = density;
  CHECK(density_reached(gemm) == Approx(density).margin(0.5 / 1200));
}

TEST_CASE("the constant depends on the seed only through the outputs drawn") {
  Layer layer = conv_layer(8, 64, 32);
  layer.relu = true;
  layer.output_density = 0.3;
  const Operands operands(layer);
  const auto constant = arithmetic_of(layer, operands, 1).subtract;
  CHECK(arithmetic_of(layer, operands, 1).subtract == constant);
  CHECK(arithmetic_of(layer, operands, 2).subtract != constant);
  Layer few = conv_layer(16, 32, 10);
  few.relu = true;
  few.output_density = 0.3;
  const Operands of_few(few);
  CHECK(arithmetic_of(few, of_few, 1).subtract == arithmetic_of(few, of_few, 2).subtract);
}

TEST_CASE("nothing is subtracted without ReLU, a density, or for tensors from files") {
  Layer layer = conv_layer(8, 8, 8);
  const Operands operands(layer);
  layer.relu = true;
  layer.output_density = 0.1;
  REQUIRE(arithmetic_of(layer, operands).subtract != 0);
  CHECK(int16_arithmetic_of_masks(layer, operands.weights).subtract == 0);
  Layer other = layer;
  other.relu = false;
  CHECK(arithmetic_of(other, operands).subtract == 0);
  other = layer;
  other.output_density.reset();
  CHECK(arithmetic_of(other, operands).subtract == 0);
  other = layer;
  other.weights.files = {"w.npy"};
  CHECK(arithmetic_of(other, operands).subtract == 0);
  other = layer;
  other.activations.files = {"a.npy"};
  CHECK(arithmetic_of(other, operands).subtract == 0);
}

TEST_CASE("a GEMM's outputs are the sums over k, drained, [m][n]") {
  Layer layer = gemm_layer(2, 3, 2);
  Int16Tensor weights({2, 3});
  weights.data = {1, 2, 3, 10, 20, -30};
  Int16Tensor activations({2, 2});
  activations.data = {1, 1, 2, 0};
  numerics::Int16Arithmetic arithmetic;
  arithmetic.product_shift = 0;
  arithmetic.output_shift = 1;
  const auto reference = int16_reference(layer, weights, activations, arithmetic);
  CHECK(reference.outputs.shape == tensor::Shape{2, 3});
  CHECK(reference.outputs.data == std::vector<std::int16_t>{5, 11, -14, 1, 2, 3});
  CHECK(effectual_macs(layer, weights, activations) == 9);
}

TEST_CASE("a GEMM of any size equals its three loops") {
  const Layer layer = gemm_layer(7, 5, 33);
  const Operands operands(layer);
  const auto arithmetic = arithmetic_of(layer, operands);
  const auto reference = int16_reference(layer, operands.weights, operands.activations, arithmetic);
  std::uint64_t effectual = 0;
  for (std::size_t m = 0; m < 7; ++m)
    for (std::size_t n = 0; n < 5; ++n) {
      std::int64_t sum = 0;
      for (std::size_t k = 0; k < 33; ++k) {
        const std::int16_t a = operands.activations.data[m * 33 + k];
        const std::int16_t w = operands.weights.data[k * 5 + n];
        sum += arithmetic.product(a, w);
        effectual += a != 0 && w != 0 ? 1 : 0;
      }
      CHECK(reference.outputs.data[m * 5 + n] == arithmetic.output(numerics::wrap24(sum)));
    }
  CHECK(effectual_macs(layer, operands.weights, operands.activations) == effectual);
}

TEST_CASE("sums that 24 bits cannot hold wrap and are counted") {
  const Layer layer = gemm_layer(1, 3, 1);
  Int16Tensor weights({1, 3});
  weights.data = {32767, -32768, 128};
  Int16Tensor activations({1, 1});
  activations.data = {32767};
  numerics::Int16Arithmetic arithmetic;
  arithmetic.product_shift = 0;
  arithmetic.output_shift = 8;
  const auto reference = int16_reference(layer, weights, activations, arithmetic);
  CHECK(reference.sums_outside_24_bits == 2);
  CHECK(reference.outputs.data == std::vector<std::int16_t>{-256, 128, 16383});
}

TEST_CASE("with default shifts no sum of generated tensors leaves 24 bits") {
  Layer layer = conv_layer(32, 16, 8);
  layer.weights.density = layer.activations.density = {1.0};
  const Operands operands(layer);
  CHECK(
      int16_reference(layer, operands.weights, operands.activations, arithmetic_of(layer, operands))
          .sums_outside_24_bits == 0);
}

TEST_CASE("masks alone give the effectual multiply-accumulates of the values") {
  const Layer layer = conv_layer(12, 8, 7, 2);
  const Operands values(layer);
  const Operands ones(layer, Values::ones);
  CHECK(effectual_macs(layer, values.weights, values.activations) ==
        effectual_macs(layer, ones.weights, ones.activations));
}
