// SPDX-License-Identifier: Apache-2.0
#include "tensor/quantize/lowbit_tensor.hpp"

#include "numerics/lowbit/format_names.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::tensor;
using namespace gossamer::tensor::quantize;
using numerics::lowbit::Granularity;

namespace {

LowbitRequest per_channel(const std::string& name) {
  LowbitRequest request;
  REQUIRE(set_weights(name, request.format));
  request.format.scales = Granularity::channel;
  return request;
}

Tensor<float> tensor_of(Shape shape, std::vector<float> values) {
  Tensor<float> tensor;
  tensor.shape = std::move(shape);
  tensor.data = std::move(values);
  return tensor;
}

}  // namespace

TEST_CASE("output channels are the columns of a matrix, the first axis of filters, or any axis") {
  const std::vector<float> values{1, -2, 3, 3, -4, 5};
  LowbitRequest request = per_channel("binary");
  const LowbitTensor columns = quantise_tensor(tensor_of({2, 3}, values), request);
  CHECK(columns.positive_scale == std::vector<float>{2, 3, 4});
  CHECK(columns.values.data == std::vector<float>{2, -3, 4, 2, -3, 4});
  CHECK(columns.codes.data == std::vector<std::int16_t>{1, -1, 1, 1, -1, 1});
  const LowbitTensor filters = quantise_tensor(tensor_of({2, 3, 1, 1}, values), request);
  CHECK(filters.positive_scale == std::vector<float>{2, 4});
  CHECK(filters.values.data == std::vector<float>{2, -2, 2, 4, -4, 4});
  request.axis = 1;
  const LowbitTensor middle = quantise_tensor(tensor_of({1, 2, 3}, values), request);
  CHECK(middle.positive_scale == std::vector<float>{2, 4});
  request.axis.reset();
  request.format.scales = Granularity::layer;
  CHECK(quantise_tensor(tensor_of({6}, values), request).positive_scale == std::vector<float>{3});
}

TEST_CASE("a tensor whose output channels nobody knows is refused, and one without elements") {
  LowbitRequest request = per_channel("ternary");
  CHECK_THROWS_WITH(check_request({2, 3, 4}, request),
                    "has 3 axes; output channels are known of 2 and 4, of others name theirs by "
                    "--axis");
  CHECK_THROWS_WITH(check_request({2, 0}, request), "has no elements");
  request.axis = 2;
  CHECK_THROWS_WITH(check_request({2, 3}, request), "has no axis 2; allowed: 0 to 1");
}

TEST_CASE("activations are clipped and rounded to the steps of their format") {
  LowbitRequest request;
  request.activations = true;
  REQUIRE(set_activations("uint2", request.format));
  const LowbitTensor found = quantise_tensor(tensor_of({4}, {-1, 0.5F, 0.9F, 7}), request);
  CHECK(found.codes.data == std::vector<std::int16_t>{0, 2, 3, 3});
  CHECK(found.values.data == std::vector<float>{0, 2 * (1 / 3.0F), 1, 1});
  CHECK(found.nonzeros == 3);
}

TEST_CASE("noise is what the quantised numbers differ by") {
  LowbitRequest request;
  const LowbitTensor found = quantise_tensor(tensor_of({3}, {3, -1, 0.1F}), request);
  CHECK(found.values.data == std::vector<float>{2, -2, 0});
  CHECK(found.noise.signal == Approx(10.01));
  CHECK(found.noise.noise == Approx(2.01));
}
