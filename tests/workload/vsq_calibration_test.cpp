// SPDX-License-Identifier: Apache-2.0
#include "workload/vsq_calibration.hpp"

#include <algorithm>
#include <cmath>

#include "support/catch.hpp"
#include "workload/conv_form.hpp"
#include "workload/real_operands.hpp"
#include "workload/real_sums.hpp"
#include "workload/sample_layers.hpp"

using namespace gossamer;
using namespace gossamer::workload;
using numerics::vsq::Vectors;
using test::conv_layer;
using test::gemm_layer;

namespace {

/// Widths as in 4/8/6/10: weights, activations, and their scales.
VsqSettings settings(const Layer& layer, unsigned w, unsigned a, unsigned ws, unsigned as) {
  VsqSettings s;
  s.arithmetic.weights = {{w, true}, ws};
  s.arithmetic.activations = {{a, false}, as};
  s.arithmetic.accumulator_bits = 40;
  s.output = {{a, !layer.relu || a == 16}, as};
  return s;
}

/// A layer calibrated, and its 1 x 1 or padded 3 x 3 outputs by three loops over its vectors.
struct Calibrated {
  tensor::Tensor<float> real_weights;
  tensor::Tensor<float> real_activations;
  tensor::quantize::Quantised weights;
  tensor::quantize::Quantised activations;
  VsqCalibration calibration;

  Calibrated(const Layer& layer, const VsqSettings& s, std::uint64_t seed = 1)
      : real_weights{workload::real_weights(layer, 1)},
        real_activations{workload::real_activations(layer, 0, 1)},
        weights{vsq_weights(layer, real_weights, s)},
        activations{vsq_activations(layer, real_activations, s)},
        calibration{
            calibrate(layer, {real_weights, real_activations, weights, activations}, s, 0, seed)} {}
};

std::int64_t sum_of(const numerics::reference::ConvShape& s, const VsqSettings& settings,
                    const Calibrated& layer, std::size_t filter, std::size_t position) {
  const Vectors& w = layer.weights.vectors;
  const Vectors& a = layer.activations.vectors;
  std::int64_t sum = 0;
  for (std::size_t tap = 0; tap < w.positions; ++tap) {
    const std::size_t y = position / s.out_width + tap / s.filter_width - s.pad_top;
    const std::size_t x = position % s.out_width + tap % s.filter_width - s.pad_left;
    if (y >= s.height || x >= s.width) continue;
    for (std::size_t chunk = 0; chunk < w.chunks; ++chunk) {
      const std::size_t iw = w.index(filter, chunk, tap);
      const std::size_t ia = a.index(0, chunk, y * s.width + x);
      std::int64_t dot = 0;
      for (std::size_t j = 0; j < w.length; ++j) dot += w.vector(iw)[j] * a.vector(ia)[j];
      sum += dot * settings.arithmetic.scale_product(w.scales[iw], a.scales[ia]);
    }
  }
  return sum;
}

/// What a machine whose accumulator never saturates stores of a layer without groups and batch.
Vectors outputs_of(const Layer& layer, const VsqSettings& settings, const Calibrated& c) {
  const auto s = conv_shape(layer);
  const auto& post = c.calibration.post;
  const std::size_t length = settings.vector_length;
  Vectors outputs(1, (s.filters + length - 1) / length, s.out_height * s.out_width, length);
  std::vector<std::int32_t> values(length);
  for (std::size_t chunk = 0; chunk < outputs.chunks; ++chunk)
    for (std::size_t p = 0; p < outputs.positions; ++p) {
      const std::size_t count = std::min(length, s.filters - chunk * length);
      for (std::size_t j = 0; j < count; ++j)
        values[j] = post.value(sum_of(s, settings, c, chunk * length + j, p), chunk * length + j);
      const std::size_t number = outputs.index(0, chunk, p);
      outputs.scales[number] = post.quantise(values.data(), count, outputs.vector(number));
    }
  return outputs;
}

double output_db(const Layer& layer, const VsqSettings& s) {
  const Calibrated c(layer, s);
  return output_noise(c.calibration, outputs_of(layer, s, c)).decibels();
}

Layer with_density(Layer layer, double density) {
  layer.relu = true;
  layer.output_density = density;
  return layer;
}

}  // namespace

TEST_CASE("the stored outputs are nearer to the real ones the wider the operands are") {
  Layer layer = GENERATE(conv_layer(32, 24, 6), gemm_layer(24, 40, 100));
  layer.relu = GENERATE(false, true);
  const double low = output_db(layer, settings(layer, 4, 4, 4, 4));
  const double mixed = output_db(layer, settings(layer, 4, 8, 6, 10));
  const double high = output_db(layer, settings(layer, 8, 8, 0, 0));
  CHECK(low > 12);
  CHECK(mixed > low + 2);
  CHECK(high > mixed + 5);
  CHECK(high > 30);
}

TEST_CASE("rounding of the scale product costs accuracy and moves into the rescaling") {
  const Layer layer = conv_layer(32, 16, 6);
  VsqSettings s = settings(layer, 4, 8, 6, 10);
  const double exact = output_db(layer, s);
  s.arithmetic.scale_product_bits = 6;
  const double rounded = output_db(layer, s);
  CHECK(rounded < exact - 0.05);
  CHECK(rounded > exact - 6);
}

TEST_CASE("the largest sampled output gets the highest scale") {
  Layer layer = conv_layer(32, 24, 6);
  layer.relu = true;
  const VsqSettings s = settings(layer, 8, 8, 4, 4);
  const Calibrated c(layer, s);
  const Vectors outputs = outputs_of(layer, s, c);
  CHECK(*std::max_element(outputs.scales.begin(), outputs.scales.end()) == 15);
  const double largest =
      *std::max_element(c.calibration.values.begin(), c.calibration.values.end());
  CHECK(c.calibration.gamma == Approx(largest / (255 * 15)).epsilon(1e-14));
  CHECK(c.calibration.unit() == c.calibration.gamma / std::ldexp(1.0, 23 - 8 - 4));
  CHECK(c.calibration.post.subtract == 0);
  const auto by = c.calibration.post.rescale[7];
  CHECK(std::ldexp(static_cast<double>(by.multiplier), -static_cast<int>(by.shift)) ==
        Approx(c.weights.gamma[7] * c.activations.gamma[0] / c.calibration.unit()).epsilon(1e-4));
}

TEST_CASE("whole output vectors are sampled: 16384 outputs, or all") {
  const Layer few = conv_layer(8, 20, 6);
  const Calibrated all(few, settings(few, 4, 4, 4, 4));
  CHECK(all.calibration.sampled.size() == 2 * 36);
  CHECK(all.calibration.channels[36] == 4);
  const Layer many = conv_layer(4, 64, 32);
  const Calibrated some(many, settings(many, 4, 4, 4, 4));
  CHECK(some.calibration.sampled.size() == 1024);
  CHECK(some.calibration.values.size() == 16384);
}

TEST_CASE("calibration depends on seed and operands alone") {
  const Layer layer = with_density(conv_layer(4, 64, 32), 0.4);
  const VsqSettings s = settings(layer, 4, 4, 4, 4);
  const Calibrated one(layer, s, 1), again(layer, s, 1), two(layer, s, 2);
  CHECK(one.calibration.gamma == again.calibration.gamma);
  CHECK(one.calibration.post.subtract == again.calibration.post.subtract);
  CHECK(one.calibration.sampled == again.calibration.sampled);
  CHECK(one.calibration.sampled != two.calibration.sampled);
  CHECK(one.calibration.post.subtract != two.calibration.post.subtract);
}

TEST_CASE("a constant brings the density of sampled codes to what is asked for") {
  const double density = GENERATE(0.0, 0.05, 0.222, 0.5, 0.9, 1.0);
  const auto [w, ws] = GENERATE(std::pair{4U, 4U}, std::pair{8U, 0U});
  for (const Layer& plain : {conv_layer(16, 32, 10), gemm_layer(30, 40, 50)}) {
    const Layer layer = with_density(plain, density);
    const VsqSettings s = settings(layer, w, w, ws, ws);
    const Calibrated c(layer, s);
    // One code per step of the fixed-point constant: several values may share a step.
    CHECK(sampled_density(c.calibration) == Approx(density).margin(0.002));
  }
}

TEST_CASE("nothing is subtracted without ReLU, density, or generated operands") {
  Layer layer = with_density(conv_layer(16, 16, 6), 0.1);
  const VsqSettings s = settings(layer, 4, 4, 4, 4);
  const Calibrated c(layer, s);
  CHECK(c.calibration.post.subtract != 0);
  const auto subtract = [&](const Layer& other) {
    return calibrate(other, {c.real_weights, c.real_activations, c.weights, c.activations}, s, 0, 1)
        .post.subtract;
  };
  Layer other = layer;
  other.relu = false;
  CHECK(subtract(other) == 0);
  other = layer;
  other.output_density.reset();
  CHECK(subtract(other) == 0);
  other = layer;
  other.weights.files = {"w.npy"};
  CHECK(subtract(other) == 0);
}

TEST_CASE("operands of zeros are calibrated too") {
  Layer layer = conv_layer(8, 8, 4);
  layer.activations.density = {0.0};
  layer.relu = true;
  const VsqSettings s = settings(layer, 4, 4, 4, 4);
  const Calibrated c(layer, s);
  const Vectors outputs = outputs_of(layer, s, c);
  CHECK(outputs.codes == std::vector<std::int16_t>(outputs.codes.size()));
  CHECK(output_noise(c.calibration, outputs).noise == 0);
}
