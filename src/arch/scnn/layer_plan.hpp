// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arch/scnn/bank_hash.hpp"
#include "arch/scnn/halo_plan.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/tiling.hpp"
#include "arch/scnn/weight_stream.hpp"
#include "tensor/tensor.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::scnn {

/// Elements of a compressed block, at most: its count has 16 bits.
inline constexpr std::uint32_t most_block_elements = 65535;

/// Everything about a layer on this machine that is known before the first cycle.
struct LayerPlan {
  workload::Conv2d conv;
  Tiling tiling;
  HaloPlan halos;
  std::uint32_t kc = 1;
  std::vector<OutputGroup> groups;
  WeightStream weights;
  BankMap banks;
};

/// Largest group size up to params.kc whose sums fit the accumulator banks, or nothing if not even
/// one channel does.
std::optional<std::uint32_t> largest_kc(const workload::Conv2d& conv, const Params& params);

/// Plans a layer and compresses its weights. Kc falls further until a block fits the weight FIFO.
/// Throws ConfigError if a block of one output channel does not.
LayerPlan plan_layer(const workload::Layer& layer, const tensor::Tensor<std::int16_t>& weights,
                     const Params& params);

}  // namespace gossamer::arch::scnn
