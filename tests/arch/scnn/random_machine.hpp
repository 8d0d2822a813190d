// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/planar/random_conv.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/refusals.hpp"

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

}  // namespace gossamer::test
