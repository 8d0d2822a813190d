// SPDX-License-Identifier: Apache-2.0
#include "workload/lowbit_layer.hpp"

#include <algorithm>
#include <cmath>

#include "numerics/fp16.hpp"
#include "numerics/lowbit/format_names.hpp"
#include "support/catch.hpp"
#include "support/layer_trace.hpp"
#include "tensor/npy.hpp"
#include "workload/operand_mask.hpp"
#include "workload/real_operands.hpp"
#include "workload/sample_layers.hpp"

using namespace gossamer;
using namespace gossamer::workload;
using namespace gossamer::numerics::lowbit;
using test::conv_layer;
using test::gemm_layer;

namespace {

Format format_of(const std::string& weights, const std::string& activations) {
  Format format;
  REQUIRE(set_weights(weights, format));
  REQUIRE(set_activations(activations, format));
  return format;
}

std::string refusal(const std::string& weights, const std::string& activations,
                    const std::string& outputs = "") {
  Layer layer = conv_layer(4, 2, 5);
  layer.precision = {weights, activations, outputs};
  return lowbit_format(layer, Format{}).fault;
}

}  // namespace

TEST_CASE("a layer's precision overrides the machine's format, part by part") {
  Layer layer = conv_layer(4, 2, 5);
  const Format machine = format_of("ternary", "fp16");
  CHECK(activations_name(lowbit_format(layer, machine).format) == "fp16");
  layer.precision.weights = "wrpn4";
  CHECK(weights_name(lowbit_format(layer, machine).format) == "wrpn4");
  CHECK(activations_name(lowbit_format(layer, machine).format) == "fp16");
  layer.precision.activations = "uint8";
  layer.precision.outputs = "uint8";
  CHECK(activations_name(lowbit_format(layer, machine).format) == "uint8");
  CHECK(lowbit_format(layer, machine).fault.empty());
}

TEST_CASE("precisions that cannot be computed in are refused with what is allowed") {
  CHECK(refusal("ternry", "") ==
        "precision: weights: 'ternry' is not a format of weights; did you mean 'ternary'?");
  CHECK(refusal("", "uint88") ==
        "precision: activations: 'uint88' is not a format of activations; did you mean 'uint8'?");
  CHECK_THAT(refusal("posit16x", ""), Catch::Contains("allowed: ternary, ttq, binary, wrpn2"));
  CHECK(refusal("fp32", "uint8") ==
        "precision: fp32 weights with uint8 activations: fp32 and fp16 weights need fp32 or fp16 "
        "activations");
  CHECK(refusal("ternary", "uint8", "fp32") ==
        "precision: outputs: 'fp32' cannot be stored; allowed: the format of activations, uint8");
}

TEST_CASE(
    "generated low-bit weights have the layer's mask in every format, with and without values") {
  const std::string weights = GENERATE("ternary", "ttq", "wrpn2", "wrpn8", "fp16", "fp32");
  const Layer layer = conv_layer(12, 6, 5, 2);
  const OperandMask mask = weight_mask(layer, 3);
  const Format format = format_of(weights, "fp16");
  for (const Values values : {Values::drawn, Values::ones}) {
    const Weights w = lowbit_weights(layer, 3, format, {}, values);
    REQUIRE(w.size() == mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i)
      REQUIRE(w.nonzero(i / w.depth, i % w.depth) == (mask[i] != 0));
  }
}

TEST_CASE("generated activations have the layer's mask in every format, with and without values") {
  const std::string activations =
      GENERATE("fp32", "fp16", "uint1", "uint2", "int2", "int8", "uint8");
  const Layer layer = conv_layer(12, 6, 7);
  const OperandMask mask = activation_mask(layer, 0, 3);
  const Format format = format_of("ternary", activations);
  for (const Values values : {Values::drawn, Values::ones}) {
    const LowbitActivations a = lowbit_activations(layer, 0, 3, format, values);
    REQUIRE(a.size() == mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i) REQUIRE(a.nonzero(i) == (mask[i] != 0));
    for (const std::int32_t code : a.integers)
      REQUIRE(std::abs(code) <= format.highest_activation());
    for (const float value : a.real)
      if (format.activation_bits == 16)
        REQUIRE(numerics::fp16_to_float(numerics::float_to_fp16(value)) == value);
  }
}

TEST_CASE("generated ternary codes are signs, with the mean magnitude for a scale") {
  const Layer layer = conv_layer(12, 6, 5);
  const auto real = real_weights(layer, 9);
  const Weights w = lowbit_weights(layer, 9, Format{}, {}, Values::drawn);
  double sum = 0;
  for (std::size_t i = 0; i < real.size(); ++i) {
    const float value = real.data[i];
    REQUIRE(w.codes[i] == (value > 0 ? 1 : value < 0 ? -1 : 0));
    sum += double{std::fabs(value)};
  }
  REQUIRE(w.positive_scale.size() == 1);
  CHECK(w.positive_scale[0] == static_cast<float>(sum / static_cast<double>(w.nonzeros())));
}

TEST_CASE("weights of a GEMM are turned over: one filter for each column") {
  const Layer layer = gemm_layer(3, 4, 8);
  const auto real = real_weights(layer, 5);
  const Weights w = lowbit_weights(layer, 5, format_of("fp32", "fp32"), {}, Values::drawn);
  REQUIRE((w.filters == 4 && w.depth == 8));
  for (std::size_t n = 0; n < 4; ++n)
    for (std::size_t k = 0; k < 8; ++k) CHECK(w.value(n, k) == real.data[k * 4 + n]);
  const auto activations = real_activations(layer, 0, 5);
  const LowbitActivations a =
      lowbit_activations(layer, 0, 5, format_of("fp32", "fp32"), Values::drawn);
  for (std::size_t m = 0; m < 3; ++m)
    for (std::size_t k = 0; k < 8; ++k) CHECK(a.real[k * 3 + m] == activations.data[m * 8 + k]);
}

TEST_CASE("formats without a zero refuse generated weights that have some") {
  Layer layer = conv_layer(4, 2, 5);
  const Format binary = format_of("binary", "fp32");
  CHECK(lowbit_density_fault(layer, binary) ==
        "weights: binary weights have no zero; allowed for `density`: 1");
  CHECK_THROWS_WITH(lowbit_weights(layer, 1, binary, {}, Values::ones),
                    Catch::Contains("conv: weights: binary weights have no zero"));
  CHECK(lowbit_density_fault(layer, Format{}).empty());
  layer.weights.density = {1};
  CHECK(lowbit_density_fault(layer, binary).empty());
  const Weights w = lowbit_weights(layer, 1, format_of("dorefa3", "fp32"), {}, Values::drawn);
  CHECK(w.nonzeros() == w.size());
  CHECK(*std::max_element(w.codes.begin(), w.codes.end()) == 7);
}

TEST_CASE("a reference of a GEMM has its outputs in the layer's order, as memories hold them") {
  Layer layer = gemm_layer(3, 4, 16);
  layer.relu = true;
  const Format format = format_of("ternary", "fp16");
  const Weights w = lowbit_weights(layer, 5, format, {}, Values::drawn);
  const LowbitActivations a = lowbit_activations(layer, 0, 5, format, Values::drawn);
  const LowbitReference reference = lowbit_reference(layer, w, a, format, {format});
  REQUIRE(reference.outputs.shape == tensor::Shape{3, 4});
  for (std::size_t m = 0; m < 3; ++m)
    for (std::size_t n = 0; n < 4; ++n) {
      float sum = 0;
      for (std::size_t k = 0; k < 16; ++k)
        sum += static_cast<float>(w.codes[n * 16 + k]) * a.real[k * 3 + m];
      const float value = std::max(0.0F, sum * w.positive_scale[0]);
      CHECK(reference.outputs.data[m * 4 + n] ==
            numerics::fp16_to_float(numerics::float_to_fp16(value)));
      CHECK(lowbit_output_index(layer, n * 3 + m) == m * 4 + n);
    }
}

TEST_CASE("real numbers from a file are quantised, whole numbers are codes and must fit") {
  const test::LayerTrace trace;
  tensor::Tensor<float> real({1, 2, 2});
  real.data = {0.5F, 2.0F, -0.25F, 0.0F};
  tensor::write_npy((trace.folder().path() / "real.npy").string(), real);
  tensor::Tensor<std::int16_t> codes({1, 2, 2});
  codes.data = {15, 0, 16, 1};
  tensor::write_npy((trace.folder().path() / "codes.npy").string(), codes);
  const auto layer = [&](const std::string& file) {
    return trace.read_layer(
        "  - name: c\n    kind: conv2d\n    input: {channels: 1, height: 2, width: 2}\n"
        "    filter: {count: 1, height: 1, width: 1}\n    weights: {density: 1}\n"
        "    activations: {file: " +
        file + "}\n");
  };
  const Format uint4 = format_of("ternary", "uint4"), uint5 = format_of("ternary", "uint5");
  const auto drawn = [&](const std::string& file, const Format& format, Values values) {
    return lowbit_activations(layer(file), 0, 1, format, values).integers;
  };
  CHECK(drawn("real.npy", uint4, Values::drawn) == std::vector<std::int32_t>{8, 15, 0, 0});
  CHECK(drawn("real.npy", uint4, Values::ones) == std::vector<std::int32_t>{1, 1, 0, 0});
  CHECK(drawn("codes.npy", uint5, Values::drawn) == std::vector<std::int32_t>{15, 0, 16, 1});
  CHECK_THROWS_WITH(drawn("codes.npy", uint4, Values::drawn),
                    Catch::Contains("t.yaml:7:25: c: ") &&
                        Catch::Contains("codes.npy: element 2 is 16; allowed for uint4: 0 to 15"));
}
