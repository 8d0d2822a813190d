// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "arch/planar/random_conv.hpp"
#include "arch/scnn/image_plan.hpp"
#include "arch/scnn/scene.hpp"

namespace gossamer::test {

/// An image of random inputs, planned on a machine whose `mapping` is not automatic.
struct PlannedImage {
  PlannedImage(const workload::Conv2d& conv, const arch::scnn::Params& params,
               core::RandomStream& random)
      : values{random_values(random, std::size_t{conv.channels} * conv.height * conv.width, 1000)},
        plan{planned(conv, params, random)},
        image{arch::scnn::plan_image(plan, params, values.data())} {}
  PlannedImage(const PlannedImage&) = delete;
  PlannedImage& operator=(const PlannedImage&) = delete;

  static arch::scnn::LayerPlan planned(const workload::Conv2d& conv,
                                       const arch::scnn::Params& params,
                                       core::RandomStream& random) {
    workload::Layer layer;
    layer.shape = conv;
    const arch::scnn::Grid grid{params.pe.rows, params.pe.cols, params.mapping};
    return arch::scnn::plan_layer(layer, {layer, grid}, grid, random_weights(random, conv, 500),
                                  params);
  }

  /// Dense values of a channel's inputs of one phase in a tile, row by row.
  std::vector<std::int16_t> inputs_of(const arch::scnn::Phase& phase, const arch::scnn::Rect& tile,
                                      std::uint32_t channel) const {
    const workload::Conv2d& conv = plan.layer.conv;
    std::vector<std::int16_t> inputs;
    for (auto y = static_cast<std::uint32_t>(tile.y0); y < static_cast<std::uint32_t>(tile.y1);
         ++y) {
      for (auto x = static_cast<std::uint32_t>(tile.x0); x < static_cast<std::uint32_t>(tile.x1);
           ++x) {
        if ((y + conv.pad_top) % conv.stride_y != phase.row) continue;
        if ((x + conv.pad_left) % conv.stride_x != phase.col) continue;
        inputs.push_back(values[(std::size_t{channel} * conv.height + y) * conv.width + x]);
      }
    }
    return inputs;
  }

  std::vector<std::int16_t> values;  // [channels][height][width]
  arch::scnn::LayerPlan plan;
  arch::scnn::ImagePlan image;
};

}  // namespace gossamer::test
