// SPDX-License-Identifier: Apache-2.0
#include "workload/real_operands.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/digest.hpp"
#include "core/errors.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "tensor/npy.hpp"
#include "tensor/npy_bytes.hpp"
#include "workload/operands.hpp"
#include "workload/sample_layers.hpp"

using namespace gossamer;
using namespace gossamer::workload;
using test::conv_layer;
using test::gemm_layer;

namespace {

using RealTensor = tensor::Tensor<float>;

tensor::Tensor<std::int16_t> mask_of(const RealTensor& tensor) {
  tensor::Tensor<std::int16_t> mask(tensor.shape);
  std::transform(tensor.data.begin(), tensor.data.end(), mask.data.begin(),
                 [](float value) { return static_cast<std::int16_t>(value != 0 ? 1 : 0); });
  return mask;
}

std::string digest_of(const RealTensor& tensor) {
  std::string bytes(tensor.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), tensor.data.data(), bytes.size());
  return core::digest(bytes).substr(0, 16);
}

}  // namespace

TEST_CASE("real operands have the masks of the int16 ones") {
  Layer layer = GENERATE(conv_layer(8, 12, 9, 2, 2), gemm_layer(5, 40, 300));
  if (layer.kind == "conv2d") layer.weights.density = layer.activations.density = {0.2, 0.7};
  const std::uint64_t seed = GENERATE(1, 9);
  CHECK(mask_of(real_weights(layer, seed)) == int16_weights(layer, seed, Values::ones));
  const std::size_t invocation = GENERATE(0, 2);
  CHECK(mask_of(real_activations(layer, invocation, seed)) ==
        int16_activations(layer, invocation, seed, Values::ones));
}

TEST_CASE("real weights are a bell of mean 0 and deviation 1, activations its positive half") {
  Layer layer = conv_layer(64, 64, 32);
  layer.weights.density = layer.activations.density = {1.0};
  const RealTensor weights = real_weights(layer, 1);
  const auto n = static_cast<double>(weights.size());
  double sum = 0, squares = 0, fourth = 0;
  for (const double w : weights.data) {
    sum += w;
    squares += w * w;
    fourth += w * w * w * w;
  }
  CHECK(sum / n == Approx(0).margin(4 / std::sqrt(n)));
  CHECK(squares / n == Approx(1).margin(0.03));
  CHECK(fourth / n == Approx(2.7).margin(0.15));  // 3 - 6/5 / 4 for four uniform numbers
  const auto [low, high] = std::minmax_element(weights.data.begin(), weights.data.end());
  CHECK((*low > -3.4642F && *low < -3 && *high < 3.4642F && *high > 3));
  const RealTensor activations = real_activations(layer, 0, 1);
  double mean = 0;
  for (const float a : activations.data) mean += a / static_cast<double>(activations.size());
  CHECK(*std::min_element(activations.data.begin(), activations.data.end()) > 0);
  CHECK(mean == Approx(0.807).margin(0.02));  // 0.798 for a Gaussian
}

TEST_CASE("a bell's ends, its centre and its smallest steps are where they belong") {
  CHECK(bell_shaped(~0U, ~0U) == -bell_shaped(0, 0));
  CHECK(bell_shaped(~0U, ~0U) == Approx(std::sqrt(12.0)).epsilon(1e-4));
  CHECK(bell_shaped(~0U, 0) == bell_shaped(~0U, 1));  // the centre is moved up by a step
  CHECK(bell_shaped(~0U, 1) == Approx(std::sqrt(3 / 4294967295.0)).epsilon(1e-7));
  CHECK(bell_shaped(~0U - 1, 0) == -bell_shaped(~0U, 1));
  CHECK(bell_shaped(0xFFFF0000, 0xFFFF0003) == bell_shaped(0x0003FFFF, 0x0000FFFF));
}

TEST_CASE("the same seed gives the same real tensors on every host and in every version") {
  CHECK(digest_of(real_weights(conv_layer(8, 8, 3), 1)) == "830f05ad63981ddb");
  CHECK(digest_of(real_activations(conv_layer(8, 8, 3), 0, 1)) == "5cae10bfa5946a96");
}

TEST_CASE("real operands are loaded from files of whole and of floating-point numbers") {
  const test::TemporaryDirectory directory;
  Layer layer = gemm_layer(1, 2, 1);
  tensor::write_npy((directory.path() / "a.npy").string(),
                    tensor::Tensor<std::int16_t>({1, 1}, -7));
  layer.activations.files = {(directory.path() / "a.npy").string()};
  layer.weights.files = {
      directory.write("w.npy", test::npy_bytes(test::npy_header_text("<f4", "(1, 2)"),
                                               std::string("\0\0\x80\x3F\0\0\0\xBF", 8)))};
  CHECK(real_activations(layer, 0, 1) == RealTensor({1, 1}, -7));
  CHECK(real_weights(layer, 1).data == std::vector<float>{1, -0.5F});
  std::get<Gemm>(layer.shape).n = 3;
  layer.weights.where = {"net.yaml", 7, 14};
  CHECK_THROWS_WITH(real_weights(layer, 1),
                    Catch::Matchers::StartsWith("net.yaml:7:14: ") &&
                        Catch::Matchers::Contains("has shape [1, 2]; the layer needs [1, 3]"));
}
