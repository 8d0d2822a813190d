// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arch/dcnn/parameters.hpp"
#include "arch/dcnn/refusals.hpp"
#include "arch/planar/random_conv.hpp"

namespace gossamer::test {

/// A small machine that waits in places where the published one does not: short FIFOs, few sums,
/// slow DRAM, memories of 1 KiB.
inline arch::dcnn::Params random_dense_machine(core::RandomStream& random) {
  arch::dcnn::Params params;
  params.pe.rows = between(random, 1, 5);
  params.pe.cols = between(random, 1, 3);
  params.pe.multipliers = random.below(3) == 0 ? between(random, 1, 64) : between(random, 1, 20);
  params.pe.pipeline_edges = between(random, 1, 4);
  params.accumulator.entries = random.below(3) == 0 ? between(random, 1, 9) : 200;
  params.ppu.width = between(random, 1, 4);
  params.kc = between(random, 1, 10);
  params.weights.fifo_entries = std::max(2U, 2 * params.kc) + random.below(12);
  params.weights.broadcast_vectors = between(random, 1, 4);
  params.weights.buffer_kib = 1;
  params.dma.buffer_kib = between(random, 1, 2);
  params.dram.bandwidth_gb_per_s = 16.0 * between(random, 1, 4);
  params.dram.latency_ns = between(random, 0, 40);
  params.dram.outstanding = between(random, 1, 32);
  params.dram.burst_bytes = 16U << random.below(3);
  params.zero_gating = random.below(2) == 0;
  params.compress_activations = random.below(2) == 0;
  params.time_tiles = static_cast<arch::dcnn::TimeTiles>(random.below(2));
  params.run_bits = between(random, 1, 8);
  params.iaram_kib = params.oaram_kib = 1;
  return params;
}

/// Enlarges the input memories until they take the layer.
inline void make_room(arch::dcnn::Params& params, const workload::Layer& layer) {
  while (!arch::dcnn::refusal_of(layer, params, {}).empty()) params.iaram_kib *= 2;
}

}  // namespace gossamer::test
