// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "workload/layer.hpp"

namespace gossamer::test {

/// A generated 3 x 3 convolution with padding 1.
inline workload::Layer conv_layer(std::uint32_t channels, std::uint32_t filters, std::uint32_t size,
                                  std::uint32_t groups = 1, std::uint32_t batch = 1) {
  workload::Conv2d conv;
  conv.batch = batch;
  conv.channels = channels;
  conv.filters = filters;
  conv.groups = groups;
  conv.height = conv.width = size;
  conv.filter_height = conv.filter_width = 3;
  conv.pad_top = conv.pad_bottom = conv.pad_left = conv.pad_right = 1;
  workload::Layer layer;
  layer.name = "conv";
  layer.kind = "conv2d";
  layer.shape = conv;
  layer.weights.density = {0.35};
  layer.activations.density = {0.5};
  return layer;
}

inline workload::Layer gemm_layer(std::uint32_t m, std::uint32_t n, std::uint32_t k) {
  workload::Layer layer;
  layer.name = "fc";
  layer.kind = "gemm";
  layer.shape = workload::Gemm{m, n, k};
  layer.weights.density = {0.25};
  layer.activations.density = {0.5};
  return layer;
}

}  // namespace gossamer::test
