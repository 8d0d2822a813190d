// SPDX-License-Identifier: Apache-2.0
#include "workload/layer.hpp"

#include "support/catch.hpp"

using namespace gossamer;
using workload::Layer;

TEST_CASE("a convolution's shapes and products follow from its sizes") {
  workload::Conv2d conv;
  conv.batch = 2;
  conv.channels = 96;
  conv.height = conv.width = 27;
  conv.filters = 256;
  conv.filter_height = conv.filter_width = 5;
  conv.pad_top = conv.pad_bottom = conv.pad_left = conv.pad_right = 2;
  conv.groups = 2;
  Layer layer;
  layer.shape = conv;
  CHECK(weight_shape(layer) == tensor::Shape{256, 48, 5, 5});
  CHECK(activation_shape(layer) == tensor::Shape{2, 96, 27, 27});
  CHECK(output_shape(layer) == tensor::Shape{2, 256, 27, 27});
  CHECK(macs(layer) == 2u * 223948800u);
}

TEST_CASE("stride and dilation round the output size down") {
  workload::Conv2d conv;
  conv.height = 227;
  conv.width = 20;
  conv.filter_height = 11;
  conv.filter_width = 3;
  conv.stride_y = 4;
  conv.stride_x = 2;
  conv.dilation_x = 3;
  Layer layer;
  layer.shape = conv;
  CHECK(output_shape(layer) == tensor::Shape{1, 1, 55, 7});
}

TEST_CASE("a GEMM's shapes are [k][n], [m][k] and [m][n]") {
  Layer layer;
  layer.shape = workload::Gemm{2, 3, 4};
  CHECK(weight_shape(layer) == tensor::Shape{4, 3});
  CHECK(activation_shape(layer) == tensor::Shape{2, 4});
  CHECK(output_shape(layer) == tensor::Shape{2, 3});
  CHECK(macs(layer) == 24);
}

TEST_CASE("products of large layers are counted in 64 bits") {
  Layer layer;
  layer.shape = workload::Gemm{100000, 100000, 100000};
  CHECK(macs(layer) == 1000000000000000u);
}
