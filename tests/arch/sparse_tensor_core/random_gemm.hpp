// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>

#include "arch/sparse_tensor_core/architecture.hpp"
#include "arch/sparse_tensor_core/parameters.hpp"
#include "core/random.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::sparse_tensor_core {

inline std::uint32_t one_of(core::RandomStream& random,
                            std::initializer_list<std::uint32_t> values) {
  return *(values.begin() + random.below(static_cast<std::uint32_t>(values.size())));
}

/// A machine of any kind, small enough that layers of a few thousand values stretch it.
inline Params random_params(core::RandomStream& random) {
  Params params;
  params.gpu.sms = one_of(random, {1, 2, 3, 5});
  params.gpu.simulated_sms = static_cast<SimulatedSms>(random.below(2));
  params.operands.type = static_cast<OperandType>(random.below(5));
  params.operands.sparse = random.below(4) == 0 ? Sparse::never : Sparse::automatic;
  params.numerics.generation = static_cast<Generation>(random.below(2));
  params.numerics.output = static_cast<OutputType>(random.below(2));
  params.sm.sub_cores = one_of(random, {1, 2, 4});
  params.sm.shared_bytes_per_edge = one_of(random, {32, 128});
  params.sm.l2_bytes_per_edge = one_of(random, {8, 64});
  params.sm.issue.unroll = one_of(random, {1, 3, 32});
  params.l2.kib = one_of(random, {1, 16, 1024});
  params.l2.bytes_per_edge = one_of(random, {16, 256});
  params.l2.latency_edges = one_of(random, {1, 20, 200});
  params.dram.bandwidth_gb_per_s = one_of(random, {4, 100});
  params.dram.outstanding = one_of(random, {1, 16});
  params.dram.burst_bytes = one_of(random, {32, 256});
  TileParams& tile = params.tile;
  tile.warps_m = one_of(random, {1, 2});
  tile.warps_n = one_of(random, {1, 2});
  tile.m = 16 * tile.warps_m * one_of(random, {1, 2});
  tile.n = 8 * tile.warps_n * one_of(random, {1, 3});
  // Two of the longest instructions, or one.
  tile.k = one_of(random, {1, 2}) * 1024 / numerics::mma::element_bits(params.operands.type);
  tile.stages = one_of(random, {1, 2, 3});
  tile.raster = one_of(random, {1, 2, 8});
  tile.layout = params.sm.sub_cores == 2 ? SharedLayout::linear : SharedLayout::permuted;
  return params;
}

/// A pattern that the type's mma.sp takes, or none.
inline tensor::Pattern pattern_for(OperandType type) {
  if (type == OperandType::tf32) return {tensor::PatternKind::one_of_two, 0};
  if (type == OperandType::int4) return {tensor::PatternKind::four_of_eight_pairs, 0};
  return {tensor::PatternKind::two_of_four, 0};
}

inline workload::Layer random_layer(const Params& params, core::RandomStream& random) {
  const auto up_to = [&](std::uint32_t n) { return 1 + random.below(n); };
  workload::Layer layer;
  layer.name = "random";
  if (random.below(2) == 0) {
    layer.kind = "gemm";
    layer.shape = workload::Gemm{up_to(60), up_to(80), up_to(200)};
  } else {
    layer.kind = "conv2d";
    workload::Conv2d conv;
    conv.batch = up_to(2);
    conv.groups = up_to(2);
    conv.channels = conv.groups * up_to(9);
    conv.filters = conv.groups * up_to(40);
    conv.filter_height = up_to(3);
    conv.filter_width = up_to(3);
    conv.stride_y = up_to(2);
    conv.stride_x = up_to(2);
    conv.dilation_y = up_to(2);
    conv.dilation_x = up_to(2);
    conv.pad_top = random.below(3);
    conv.pad_bottom = random.below(3);
    conv.pad_left = random.below(3);
    conv.pad_right = random.below(3);
    conv.height = (conv.filter_height - 1) * conv.dilation_y + up_to(8);
    conv.width = (conv.filter_width - 1) * conv.dilation_x + up_to(8);
    layer.shape = conv;
  }
  layer.weights.density = {random.below(3) == 0 ? 0.7 : 0.4};
  if (layer.weights.density[0] < 0.5) layer.weights.pattern = pattern_for(params.operands.type);
  layer.activations.density = {0.8};
  layer.relu = random.below(2) == 0;
  return layer;
}

}  // namespace gossamer::arch::sparse_tensor_core
