// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/planar/random_conv.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/refusals.hpp"
#include "support/layers.hpp"

namespace gossamer::test {

/// A small machine that waits in places where the published one does not: short FIFOs and queues,
/// few banks, slow links, memories of 1 KiB.
inline arch::scnn::Params random_machine(core::RandomStream& random) {
  arch::scnn::Params params;
  params.pe.rows = between(random, 1, 5);
  params.pe.cols = between(random, 1, 3);
  params.pe.f = between(random, 1, 6);
  params.pe.i = between(random, 1, 6);
  params.pe.pipeline_edges = between(random, 1, 4);
  params.pe.iaram_read_values = between(random, 1, 6);
  params.accumulator.banks = between(random, 1, 32);
  params.accumulator.entries = between(random, 8, 64);
  params.accumulator.queue_depth = between(random, 0, 8);
  params.accumulator.enqueue_width = between(random, 1, 16);
  params.accumulator.hash = static_cast<arch::scnn::HashKind>(random.below(3));
  params.ppu.width = between(random, 1, 4);
  params.ppu.link_values = between(random, 1, 4);
  params.weights.fifo_entries = between(random, 2, 30);
  params.weights.broadcast_vectors = between(random, 1, 4);
  params.weights.buffer_kib = 1;
  params.weights.block_queue = between(random, 1, 4);
  params.dma.buffer_kib = between(random, 1, 2);
  params.dram.bandwidth_gb_per_s = 16.0 * between(random, 1, 4);
  params.dram.latency_ns = between(random, 0, 40);
  params.dram.outstanding = between(random, 1, 32);
  params.dram.burst_bytes = 16U << random.below(3);
  params.mapping = static_cast<arch::scnn::Mapping>(random.below(3));
  params.gemm_mapping = static_cast<arch::scnn::Mapping>(random.below(3));
  params.skip = static_cast<arch::scnn::Skip>(random.below(3));
  params.kc = between(random, 1, 10);
  params.run_bits = between(random, 1, 8);
  params.iaram_kib = params.oaram_kib = 1;
  return params;
}

/// Adds entries to the accumulators until they take the layer.
inline void make_room(arch::scnn::Params& params, const workload::Layer& layer) {
  while (!arch::scnn::refusal_of(layer, params, {}).empty()) params.accumulator.entries *= 2;
}

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
