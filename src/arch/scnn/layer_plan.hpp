// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arch/scnn/conv_layer.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/time_tiles.hpp"
#include "arch/scnn/weight_stream.hpp"
#include "tensor/tensor.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::scnn {

/// What is known of a layer on this machine before its inputs are: grouping and weights.
struct LayerPlan {
  ConvLayer layer;
  Grid grid;
  std::uint32_t kc = 1;
  Division division;  ///< the fewest time tiles in which the sums of kc channels fit
  std::vector<OutputGroup> groups;
  WeightStream weights;
};

/// Largest group size up to params.kc whose sums fit the accumulator banks, in as many time tiles
/// as it takes, or nothing if not even one channel does.
std::optional<std::uint32_t> largest_kc(const ConvLayer& layer, const Grid& grid,
                                        const Params& params);

/// Plans a layer and compresses its weights [filters][channels / groups][height][width]. Kc falls
/// further until a block fits the weight FIFO, down to 1: blocks of one channel may be longer.
/// Throws ConfigError if a block does not fit the weight buffer.
LayerPlan plan_layer(const workload::Layer& layer, const ConvLayer& conv_layer, const Grid& grid,
                     const tensor::Tensor<std::int16_t>& weights, const Params& params);

}  // namespace gossamer::arch::scnn
