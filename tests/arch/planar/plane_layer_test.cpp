// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/plane_layer.hpp"

#include <numeric>

#include "arch/planar/random_conv.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using arch::planar::PlaneLayer;
using Values = tensor::Tensor<std::int16_t>;

namespace {

workload::Layer gemm(std::uint32_t m, std::uint32_t n, std::uint32_t k) {
  workload::Layer layer;
  layer.kind = "gemm";
  layer.shape = workload::Gemm{m, n, k};
  return layer;
}

}  // namespace

TEST_CASE("a GEMM is a 1 x 1 convolution over a plane with a place for each of its rows") {
  const std::uint32_t m = GENERATE(1U, 3U, 8U, 37U);
  const PlaneLayer layer{gemm(m, 6, 5), {4, 4}};
  CHECK(layer.is_gemm());
  CHECK(layer.conv.channels == 5);
  CHECK(layer.conv.filters == 6);
  CHECK(layer.conv.filter_height * layer.conv.filter_width == 1);
  CHECK(layer.conv.height * layer.conv.width >= m);
  CHECK(layer.conv.height * (layer.conv.width - 1) < m);
}

TEST_CASE("the plane of a GEMM has the smallest tiles, and few empty places") {
  const auto plane = [](std::uint32_t m, const arch::planar::Grid& grid) {
    const PlaneLayer layer{gemm(m, 2, 3), grid};
    return std::pair{layer.conv.height, layer.conv.width};
  };
  using Plane = std::pair<std::uint32_t, std::uint32_t>;
  CHECK(plane(9, {8, 8}) == Plane{3, 3});
  CHECK(plane(8, {8, 8}) == Plane{1, 8});
  CHECK(plane(64, {8, 8}) == Plane{8, 8});
  CHECK(plane(65, {8, 8}) == Plane{5, 13});
  CHECK(plane(9, {8, 8, arch::planar::Mapping::channel}) == Plane{1, 9});
}

TEST_CASE("the operands of a GEMM are transposed, and empty places hold zeros") {
  core::RandomStream random{3, "gemm"};
  const std::uint32_t m = GENERATE(1U, 7U, 35U, 70U);
  const std::uint32_t n = 40;
  const std::uint32_t k = 34;
  const PlaneLayer layer{gemm(m, n, k), {4, 4}};
  Values weights{{k, n}};
  weights.data = test::random_values(random, weights.size(), 900);
  Values activations{{m, k}};
  activations.data = test::random_values(random, activations.size(), 900);
  const Values filters = layer.weights_of_gemm(weights);
  const Values image = layer.activations_of_gemm(activations);
  CHECK(filters.shape == tensor::Shape{n, k, 1, 1});
  const std::size_t plane = std::size_t{layer.conv.height} * layer.conv.width;
  CHECK(image.shape == tensor::Shape{1, k, layer.conv.height, layer.conv.width});
  std::size_t wrong = 0;
  for (std::size_t c = 0; c < k; ++c) {
    for (std::size_t f = 0; f < n; ++f) {
      wrong += filters.data[f * k + c] != weights.data[c * n + f] ? 1 : 0;
    }
    for (std::size_t at = 0; at < plane; ++at) {
      const std::int16_t expected = at < m ? activations.data[at * k + c] : std::int16_t{0};
      wrong += image.data[c * plane + at] != expected ? 1 : 0;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("outputs find their place in the layer's tensor and back, of a GEMM and of an image") {
  core::RandomStream random{4, "outputs"};
  const PlaneLayer layer{gemm(11, 3, 2), {4, 4}};  // a plane of 4 x 3
  const auto image = test::random_values(random, std::size_t{3} * 12, 1000);
  Values outputs{{11, 3}};
  layer.place_outputs(image, 0, outputs);
  for (std::size_t m = 0; m < 11; ++m) {
    for (std::size_t n = 0; n < 3; ++n) CHECK(outputs.data[m * 3 + n] == image[n * 12 + m]);
  }
  auto back = layer.image_of(outputs, 0);
  REQUIRE(back.size() == image.size());
  for (std::size_t n = 0; n < 3; ++n) {
    for (std::size_t m = 0; m < 11; ++m) CHECK(back[n * 12 + m] == image[n * 12 + m]);
  }

  workload::Layer two_images;
  workload::Conv2d conv;
  conv.batch = 2;
  conv.filters = 2;
  conv.height = conv.width = 3;
  two_images.shape = conv;
  const PlaneLayer plain{two_images, {4, 4}};
  CHECK_FALSE(plain.is_gemm());
  Values batch{{2, 2, 3, 3}};
  const auto second = test::random_values(random, 18, 1000);
  plain.place_outputs(second, 1, batch);
  CHECK(std::vector<std::int16_t>(batch.data.begin() + 18, batch.data.end()) == second);
  CHECK(plain.image_of(batch, 1) == second);
  CHECK(plain.image_of(batch, 0) == std::vector<std::int16_t>(18));
}

TEST_CASE("planes beyond 2^24 a side are refused in the machine's name, those below are not") {
  workload::Conv2d conv;
  conv.height = conv.width = 1U << 24U;
  CHECK(arch::planar::extent_refusal("m", conv).empty());
  ++conv.width;
  CHECK(arch::planar::extent_refusal("m", conv) ==
        "m computes planes of up to 16777216 x 16777216");
}

TEST_CASE(
    "images run one by one, each with its own inputs, and their outputs come to their place") {
  workload::Layer layer;
  workload::Conv2d conv;
  conv.batch = 3;
  conv.channels = 2;
  conv.height = conv.width = 2;
  layer.shape = conv;
  Values activations{{3, 2, 2, 2}};
  std::iota(activations.data.begin(), activations.data.end(), std::int16_t{0});
  Values outputs{{3, 1, 2, 2}};
  std::vector<std::size_t> numbers;
  PlaneLayer{layer, {1, 1}}.for_each_image(
      activations, outputs, [&](std::size_t number, const std::int16_t* image) {
        numbers.push_back(number);
        return std::vector<std::int16_t>(image + 4, image + 8);  // the second channel
      });
  CHECK(numbers == std::vector<std::size_t>{0, 1, 2});
  CHECK(outputs.data == std::vector<std::int16_t>{4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23});
}

TEST_CASE("a GEMM is one image, and gets its operands and outputs transposed") {
  const PlaneLayer layer{gemm(2, 2, 3), {1, 1}};  // 1 x 2 positions, 3 channels, 2 filters
  Values activations{{2, 3}};
  activations.data = {1, 2, 3, 4, 5, 6};
  Values outputs{{2, 2}};
  std::vector<std::int16_t> seen;
  layer.for_each_image(activations, outputs, [&](std::size_t, const std::int16_t* image) {
    seen.assign(image, image + 6);
    return std::vector<std::int16_t>{10, 20, 30, 40};
  });
  CHECK(seen == std::vector<std::int16_t>{1, 4, 2, 5, 3, 6});
  CHECK(outputs.data == std::vector<std::int16_t>{10, 30, 20, 40});
}
