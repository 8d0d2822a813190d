// SPDX-License-Identifier: Apache-2.0
#include "workload/operands.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "core/digest.hpp"
#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "tensor/npy.hpp"
#include "workload/sample_layers.hpp"

using namespace gossamer;
using namespace gossamer::workload;
using test::conv_layer;
using test::gemm_layer;

namespace {

using Int16Tensor = tensor::Tensor<std::int16_t>;

std::size_t nonzeros(const Int16Tensor& tensor, std::size_t first, std::size_t count) {
  const auto from = tensor.data.begin() + static_cast<std::ptrdiff_t>(first);
  return count -
         static_cast<std::size_t>(std::count(from, from + static_cast<std::ptrdiff_t>(count), 0));
}

std::size_t nonzeros(const Int16Tensor& tensor) {
  return nonzeros(tensor, 0, tensor.size());
}

Int16Tensor weights_of(const Layer& layer, std::uint64_t seed = 1) {
  return int16_weights(layer, seed, Values::drawn);
}

Int16Tensor activations_of(const Layer& layer, std::uint64_t seed = 1) {
  return int16_activations(layer, 0, seed, Values::drawn);
}

Int16Tensor mask_of(Int16Tensor tensor) {
  for (std::int16_t& value : tensor.data) value = value != 0 ? 1 : 0;
  return tensor;
}

std::string digest_of(const Int16Tensor& tensor) {
  std::string bytes;
  for (const std::int16_t value : tensor.data) {
    bytes += static_cast<char>(value & 0xFF);
    bytes += static_cast<char>(value >> 8 & 0xFF);
  }
  return core::digest(bytes).substr(0, 16);
}

}  // namespace

TEST_CASE("generated operands have the layer's shapes and exactly their densities") {
  const Layer conv = conv_layer(16, 24, 9);
  CHECK(weights_of(conv).shape == weight_shape(conv));
  CHECK(nonzeros(weights_of(conv)) == 1210);  // 0.35 x 3456 = 1209.6
  CHECK(activations_of(conv).shape == activation_shape(conv));
  CHECK(nonzeros(activations_of(conv)) == 648);
  const Layer gemm = gemm_layer(3, 10, 20);
  CHECK(nonzeros(weights_of(gemm)) == 50);
  CHECK(nonzeros(activations_of(gemm)) == 30);
}

TEST_CASE("weights are signed and activations positive, both full width, never a drawn zero") {
  Layer layer = conv_layer(64, 64, 32);
  layer.weights.density = layer.activations.density = {1.0};
  const Int16Tensor weights = weights_of(layer);
  const Int16Tensor activations = activations_of(layer);
  CHECK(nonzeros(weights) == weights.size());
  const auto [low, high] = std::minmax_element(weights.data.begin(), weights.data.end());
  CHECK((*low >= -32767 && *low < -32600 && *high > 32600));
  const auto [least, most] = std::minmax_element(activations.data.begin(), activations.data.end());
  CHECK((*least >= 1 && *least < 100 && *most > 32700));
  double sum = 0;
  for (const std::int16_t w : weights.data) sum += w;
  CHECK(std::abs(sum / static_cast<double>(weights.size())) < 400);  // four standard errors
}

TEST_CASE("values do not move the mask") {
  const Layer layer = conv_layer(8, 8, 12);
  CHECK(int16_weights(layer, 7, Values::ones) == mask_of(weights_of(layer, 7)));
  CHECK(int16_activations(layer, 0, 7, Values::ones) == mask_of(activations_of(layer, 7)));
}

TEST_CASE("a mask depends on seed, name, role, invocation, shape, density and pattern") {
  const Layer layer = conv_layer(8, 8, 3);
  const auto mask = [](const Layer& l, std::uint64_t seed = 1) {
    return int16_weights(l, seed, Values::ones).data;
  };
  CHECK(mask(layer) == mask(layer));
  CHECK(mask(layer) != mask(layer, 2));
  Layer other = layer;
  other.name = "conv'";
  CHECK(mask(layer) != mask(other));
  other = layer;
  other.weights.density = {0.35, 0.35};
  CHECK(mask(layer) != mask(other));
  CHECK_FALSE(int16_activations(layer, 0, 1, Values::ones) ==
              int16_activations(layer, 1, 1, Values::ones));
  other = gemm_layer(4, 4, 4);
  other.weights.density = other.activations.density;
  CHECK(mask(other) != int16_activations(other, 0, 1, Values::ones).data);
}

TEST_CASE("the same seed gives the same tensors on every host and in every version") {
  const Int16Tensor weights = weights_of(conv_layer(8, 8, 3));
  const Int16Tensor activations = activations_of(conv_layer(8, 8, 3));
  CHECK(digest_of(weights) == "28488ed85f03822e");
  CHECK(digest_of(activations) == "b07187739eb2cfc1");
}

TEST_CASE("what a mask does not depend on leaves it alone") {
  const Layer layer = conv_layer(8, 8, 12);
  Layer other = layer;
  other.relu = true;
  other.output_density = 0.5;
  other.activations.density = {0.1};
  std::get<Conv2d>(other.shape).stride_y = 2;
  CHECK(weights_of(layer) == weights_of(other));
}

TEST_CASE("groups of filters have their own weight densities") {
  Layer layer = conv_layer(8, 12, 5, 2);
  layer.weights.density = {0.25, 0.75};
  const Int16Tensor weights = weights_of(layer);
  CHECK(nonzeros(weights, 0, 216) == 54);
  CHECK(nonzeros(weights, 216, 216) == 162);
}

TEST_CASE("groups of channels have their own activation densities, all images together") {
  Layer layer = conv_layer(8, 12, 5, 2, 3);
  layer.activations.density = {0.0, 0.5};
  const Int16Tensor activations = activations_of(layer);
  std::size_t second_group = 0;
  for (std::size_t image = 0; image < 3; ++image) {
    CHECK(nonzeros(activations, image * 200, 100) == 0);
    second_group += nonzeros(activations, image * 200 + 100, 100);
  }
  CHECK(second_group == 150);
}

TEST_CASE("patterns run along the reduction dimension of each operand") {
  Layer gemm = gemm_layer(6, 10, 8);
  gemm.weights.density = gemm.activations.density = {0.5};
  gemm.weights.pattern.kind = gemm.activations.pattern.kind = tensor::PatternKind::two_of_four;
  const Int16Tensor weights = int16_weights(gemm, 1, Values::ones);
  for (std::size_t n = 0; n < 10; ++n)
    CHECK(weights.data[n] + weights.data[10 + n] + weights.data[20 + n] + weights.data[30 + n] ==
          2);
  const Int16Tensor activations = activations_of(gemm);
  for (std::size_t first = 0; first < 48; first += 4) CHECK(nonzeros(activations, first, 4) == 2);
  Layer conv = conv_layer(4, 4, 3);
  conv.activations.pattern.kind = tensor::PatternKind::one_of_two;
  const Int16Tensor planes = int16_activations(conv, 0, 1, Values::ones);
  for (std::size_t i = 0; i < 9; ++i) CHECK(planes.data[i] + planes.data[9 + i] == 1);
}

TEST_CASE("patterns of convolution weights run along input channels at each place of the kernel") {
  const auto kind = GENERATE(tensor::PatternKind::two_of_four, tensor::PatternKind::vector);
  Layer layer = conv_layer(8, 8, 5);
  layer.weights.density = {0.5};
  layer.weights.pattern = {kind, kind == tensor::PatternKind::vector ? std::size_t{4} : 0};
  const Int16Tensor weights = int16_weights(layer, 1, Values::ones);
  const std::size_t kernel = weights.shape[2] * weights.shape[3];
  REQUIRE(kernel > 1);
  REQUIRE(weights.shape[1] == 8);
  for (std::size_t filter = 0; filter < weights.shape[0]; ++filter) {
    for (std::size_t place = 0; place < kernel; ++place) {
      for (std::size_t first = 0; first < 8; first += 4) {
        int kept = 0;
        for (std::size_t c = first; c < first + 4; ++c)
          kept += weights.data[(filter * 8 + c) * kernel + place];
        if (kind == tensor::PatternKind::two_of_four) CHECK(kept == 2);
        if (kind == tensor::PatternKind::vector) CHECK((kept == 0 || kept == 4));
      }
    }
  }
}

TEST_CASE("kernels of weights are whole R x S planes, and no pattern for activations") {
  Layer layer = conv_layer(8, 8, 5);
  layer.weights.density = {0.5};
  layer.weights.pattern.kind = tensor::PatternKind::kernel;
  const Int16Tensor weights = weights_of(layer);
  for (std::size_t first = 0; first < weights.size(); first += 9)
    CHECK(nonzeros(weights, first, 9) % 9 == 0);
  CHECK(nonzeros(weights) == 288);
  layer.activations.pattern.kind = tensor::PatternKind::kernel;
  CHECK_THROWS_WITH(activations_of(layer),
                    Catch::Matchers::Contains("pattern 'kernel' is for weights; allowed for "
                                              "activations: unstructured, 2:4"));
}

TEST_CASE("an output mask has exactly the density of the outputs") {
  Layer layer = conv_layer(8, 16, 9);
  layer.output_density = 0.222;
  const auto mask = output_mask(layer, 0, 1);
  CHECK(mask.shape == output_shape(layer));
  CHECK(std::count(mask.data.begin(), mask.data.end(), 1) == 288);  // 0.222 x 1296 = 287.7
  CHECK(mask == output_mask(layer, 0, 1));
  CHECK_FALSE(mask == output_mask(layer, 1, 1));
  CHECK_FALSE(mask == output_mask(layer, 0, 2));
}

TEST_CASE("files are loaded in the layer's layout, one per invocation") {
  const test::TemporaryDirectory directory;
  const auto written = [&](const std::string& name, const tensor::Shape& shape, std::int16_t fill) {
    const std::string path = (directory.path() / name).string();
    tensor::write_npy(path, Int16Tensor(shape, fill));
    return path;
  };
  Layer layer = conv_layer(2, 3, 4);
  layer.weights.files = {written("w.npy", {3, 2, 3, 3}, -5)};
  layer.activations.files = {written("a0.npy", {2, 4, 4}, 1), written("a1.npy", {2, 4, 4}, 2)};
  CHECK(weights_of(layer) == Int16Tensor({3, 2, 3, 3}, -5));
  CHECK(int16_activations(layer, 0, 1, Values::drawn) == Int16Tensor({1, 2, 4, 4}, 1));
  CHECK(int16_activations(layer, 1, 1, Values::drawn) == Int16Tensor({1, 2, 4, 4}, 2));
  std::get<Conv2d>(layer.shape).batch = 2;
  layer.activations.files = {written("batch.npy", {2, 2, 4, 4}, 3)};
  CHECK(activations_of(layer) == Int16Tensor({2, 2, 4, 4}, 3));
}

TEST_CASE("a file of another shape is refused at its place in the workload") {
  const test::TemporaryDirectory directory;
  const std::string path = (directory.path() / "w.npy").string();
  tensor::write_npy(path, Int16Tensor({10, 20}));
  Layer layer = gemm_layer(3, 10, 20);
  layer.weights.files = {path};
  layer.weights.where = {"net.yaml", 7, 14};
  try {
    weights_of(layer);
    FAIL("not refused");
  } catch (const core::ConfigError& error) {
    CHECK(error.faults().front().where.line == 7);
    CHECK(error.faults().front().message == path + " has shape [10, 20]; the layer needs [20, 10]");
  }
}
