// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "workload/layer.hpp"

namespace gossamer::test {

/// A generated convolution with ReLU: `channels` x `size` x `size` in, `filters` of `kernel` x
/// `kernel`.
inline workload::Layer conv_layer(std::uint32_t channels, std::uint32_t size, std::uint32_t filters,
                                  std::uint32_t kernel, std::uint32_t pad, double weight_density,
                                  double activation_density) {
  workload::Conv2d conv;
  conv.channels = channels;
  conv.height = size;
  conv.width = size;
  conv.filters = filters;
  conv.filter_height = kernel;
  conv.filter_width = kernel;
  conv.pad_top = conv.pad_bottom = conv.pad_left = conv.pad_right = pad;
  workload::Layer layer;
  layer.name = "conv";
  layer.kind = "conv2d";
  layer.shape = conv;
  layer.weights.density = {weight_density};
  layer.activations.density = {activation_density};
  layer.output_density = 0.4;
  layer.relu = true;
  return layer;
}

inline workload::Conv2d& conv_of(workload::Layer& layer) {
  return std::get<workload::Conv2d>(layer.shape);
}

}  // namespace gossamer::test
