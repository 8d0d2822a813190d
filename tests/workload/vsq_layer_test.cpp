// SPDX-License-Identifier: Apache-2.0
#include "workload/vsq_layer.hpp"

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "tensor/npy_bytes.hpp"
#include "workload/operands.hpp"
#include "workload/real_operands.hpp"
#include "workload/sample_layers.hpp"

using namespace gossamer;
using namespace gossamer::workload;
using numerics::vsq::Vectors;
using test::conv_layer;
using test::gemm_layer;

namespace {

VsqSettings settings(unsigned element_bits, unsigned scale_bits) {
  VsqSettings s;
  s.arithmetic.weights = {{element_bits, true}, scale_bits};
  s.arithmetic.activations = {{element_bits, false}, scale_bits};
  return s;
}

std::int16_t code_at(const Vectors& v, std::size_t outer, std::size_t channel,
                     std::size_t position) {
  return v.vector(v.index(outer, channel / v.length, position))[channel % v.length];
}

}  // namespace

TEST_CASE("a convolution's operands become vectors along the channels of a group") {
  const Layer layer = conv_layer(40, 6, 5, 2, 3);
  const auto weights = real_weights(layer, 1);
  const auto activations = real_activations(layer, 0, 1);
  const auto w = vsq_weights(layer, weights, settings(8, 0));
  const auto a = vsq_activations(layer, activations, settings(8, 6));
  CHECK((w.vectors.outer == 6 && w.vectors.chunks == 2 && w.vectors.positions == 9));
  CHECK((a.vectors.outer == 6 && a.vectors.chunks == 2 && a.vectors.positions == 25));
  CHECK(w.gamma.size() == 6);
  CHECK(a.gamma.size() == 1);
  for (const std::size_t i : {0, 179, 180, 1079}) {
    const double back = w.gamma_of(i / 180) * code_at(w.vectors, i / 180, i % 180 / 9, i % 9);
    CHECK(back == Approx(weights.data[i]).margin(0.5001 * w.gamma_of(i / 180)));
  }
  const std::vector<double> back = dequantise(a, 20);
  for (std::size_t i = 0; i < back.size(); ++i)
    REQUIRE(back[i] == Approx(activations.data[i]).margin(0.04));
}

TEST_CASE("weights may share one coarse scale, and activations have no more than that") {
  const Layer layer = conv_layer(16, 4, 3);
  VsqSettings s = settings(4, 4);
  s.weight_granularity = tensor::quantize::Granularity::tensor;
  CHECK(vsq_weights(layer, real_weights(layer, 1), s).gamma.size() == 1);
}

TEST_CASE("a GEMM is a 1 x 1 convolution: weights and activations are turned over") {
  const Layer layer = gemm_layer(2, 3, 4);
  tensor::Tensor<float> weights({4, 3});
  for (std::size_t i = 0; i < 12; ++i) weights.data[i] = static_cast<float>(i + 1);
  tensor::Tensor<float> activations({2, 4});
  activations.data = {1, 2, 3, 15, 4, 5, 6, 7};
  VsqSettings s = settings(4, 0);
  s.vector_length = 3;
  s.weight_granularity = tensor::quantize::Granularity::tensor;
  s.arithmetic.weights.element.bits = 8;
  const auto w = vsq_weights(layer, weights, s);
  const auto a = vsq_activations(layer, activations, s);
  CHECK((w.vectors.outer == 3 && w.vectors.chunks == 2 && w.vectors.positions == 1));
  CHECK((a.vectors.outer == 1 && a.vectors.chunks == 2 && a.vectors.positions == 2));
  CHECK(w.vectors.codes[0] == 11);  // 1 x 127 / 12
  CHECK(w.vectors.codes[1] == 42);  // the next k of the same n: 4
  CHECK(a.vectors.codes == std::vector<std::int16_t>{1, 2, 3, 4, 5, 6, 15, 0, 0, 7, 0, 0});
}

TEST_CASE("clipping of weights and activations is set for each") {
  const Layer layer = conv_layer(32, 8, 8);
  VsqSettings s = settings(3, 0);
  s.weight_clipping.rule = tensor::quantize::ClippingRule::octav;
  CHECK(vsq_weights(layer, real_weights(layer, 1), s).losses.clipped_elements > 0);
  CHECK(vsq_activations(layer, real_activations(layer, 0, 1), s).losses.clipped_elements == 0);
}

TEST_CASE("masks in vectors are those of the int16 operands, with scales of 1") {
  const Layer layer = GENERATE(conv_layer(20, 6, 5, 2, 2), gemm_layer(5, 7, 40));
  const bool is_gemm = layer.kind == "gemm";
  const Vectors w = vsq_weight_mask(layer, 3, 8);
  const Vectors a = vsq_activation_mask(layer, 0, 3, 8);
  const auto weights = int16_weights(layer, 3, Values::ones);
  const auto activations = int16_activations(layer, 0, 3, Values::ones);
  std::size_t ones = 0;
  for (const std::int16_t code : w.codes) ones += code == 1 ? 1 : 0;
  for (const std::int16_t code : a.codes) ones += code == 1 ? 1 : 0;
  for (const std::int16_t code : weights.data) ones -= code == 1 ? 1 : 0;
  for (const std::int16_t code : activations.data) ones -= code == 1 ? 1 : 0;
  CHECK(ones == 0);
  for (std::size_t i = 0; i < weights.size(); ++i)
    REQUIRE(weights.data[i] ==
            (is_gemm ? code_at(w, i % 7, i / 7, 0) : code_at(w, i / 90, i % 90 / 9, i % 9)));
  for (std::size_t i = 0; i < activations.size(); ++i)
    REQUIRE(activations.data[i] ==
            (is_gemm ? code_at(a, 0, i % 40, i / 40) : code_at(a, i / 250, i % 250 / 25, i % 25)));
  CHECK(w.scales == std::vector<std::uint16_t>(w.scales.size(), 1));
}

TEST_CASE("the mask of an operand from a file is where it is not zero") {
  const test::TemporaryDirectory directory;
  Layer layer = gemm_layer(1, 1, 3);
  const std::string path =
      directory.write("w.npy", test::npy_bytes(test::npy_header_text("<f4", "(3, 1)"),
                                               std::string("\0\0\x80\x3F\0\0\0\0\0\0\0\xBF", 12)));
  layer.weights.files = {path};
  CHECK(vsq_weight_mask(layer, 1, 4).codes == std::vector<std::int16_t>{1, 0, 1, 0});
}
