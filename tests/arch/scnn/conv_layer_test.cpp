// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/conv_layer.hpp"

#include "support/catch.hpp"

using namespace gossamer;
using arch::scnn::ConvLayer;

TEST_CASE("a GEMM has one slice per channel") {
  workload::Layer layer;
  layer.kind = "gemm";
  layer.shape = workload::Gemm{9, 6, 5};
  const ConvLayer conv{layer, {4, 4}};
  CHECK(conv.phases.size() == 1);
  CHECK(conv.slices() == 5);
}

TEST_CASE("slices are the phases of each channel") {
  workload::Layer layer;
  workload::Conv2d conv;
  conv.channels = 6;
  conv.groups = 2;
  conv.height = conv.width = 8;
  conv.filter_height = conv.filter_width = 2;
  conv.stride_y = conv.stride_x = 2;
  layer.shape = conv;
  const ConvLayer strided{layer, {8, 8}};
  CHECK(strided.slices() == 24);
  CHECK(strided.slices_per_group() == 12);
  const auto lattices = strided.lattices();
  REQUIRE(lattices.size() == 4);
  CHECK(lattices[1].row == 0);
  CHECK(lattices[1].col == 1);
  CHECK(lattices[2].row == 1);
  CHECK(lattices[2].vertical.stride == 2);
}
