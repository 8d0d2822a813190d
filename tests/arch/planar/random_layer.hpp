// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "arch/planar/random_conv.hpp"
#include "support/layers.hpp"

namespace gossamer::test {

/// A small layer of any kind: strided, dilated, grouped or batched convolutions and GEMMs, some of
/// them with more inputs or outputs than memories of 1 KiB hold.
inline workload::Layer random_layer(core::RandomStream& random) {
  auto layer =
      conv_layer(1, 1, 1, 1, 0, between(random, 1, 10) / 10.0, between(random, 1, 10) / 10.0);
  layer.relu = random.below(2) == 0;
  if (!layer.relu) layer.output_density.reset();
  const std::uint32_t kind = random.below(7);
  if (kind == 5) {  // more channels at one position than an input memory holds
    layer.kind = "gemm";
    layer.shape =
        workload::Gemm{between(random, 1, 2), between(random, 1, 6), between(random, 450, 900)};
    return layer;
  }
  if (kind == 0) {
    layer.kind = "gemm";
    layer.shape =
        workload::Gemm{between(random, 1, 40), between(random, 1, 24), between(random, 1, 90)};
    return layer;
  }
  auto& conv = conv_of(layer);
  conv = random_strided_conv(random);
  if (kind == 1) {  // one tile alone is more than an input memory
    conv.groups = 1;
    conv.channels = between(random, 60, 160);
    conv.filters = between(random, 1, 6);
    conv.height = std::min(conv.height, 8U);
    conv.width = std::min(conv.width, 8U);
    conv.filter_height = std::min(conv.filter_height, 2U);
    conv.filter_width = std::min(conv.filter_width, 2U);
    conv.dilation_y = conv.dilation_x = 1;
    conv.height = std::max(conv.height, 2U);
    conv.width = std::max(conv.width, 2U);
    conv.stride_y = between(random, 1, 2);
  }
  if (kind == 2) conv.batch = 2;
  if (kind == 6) {  // more outputs than an output memory holds
    conv = workload::Conv2d{};
    conv.channels = between(random, 1, 3);
    conv.filters = between(random, 12, 30);
    conv.height = conv.width = between(random, 12, 20);
    conv.filter_height = conv.filter_width = between(random, 1, 3);
  }
  return layer;
}

}  // namespace gossamer::test
