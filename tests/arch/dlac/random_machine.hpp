// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>

#include "arch/dlac/parameters.hpp"
#include "core/random.hpp"

namespace gossamer::arch::dlac {

/// A machine of any kind, small enough that layers of a few thousand values stretch its buffers.
inline Params random_params(core::RandomStream& random) {
  const auto one_of = [&](std::initializer_list<std::uint32_t> values) {
    return *(values.begin() + random.below(values.size()));
  };
  Params params;
  params.grid.rows = one_of({1, 3, 4, 16});
  params.grid.cols = one_of({1, 5, 16, 20, 32});
  params.grid.stream_pes = one_of({0, 1, 2, 3, 4});
  if (params.grid.stream_pes > params.grid.cols) params.grid.stream_pes = 0;
  params.grid.skip = static_cast<Skip>(random.below(3));
  params.pe.datapath = static_cast<Datapath>(random.below(2));
  params.pe.window = one_of({1, 3, 8, 8, 16, 32});
  params.pe.fifo_depth = one_of({1, 2, 4, 9});
  params.pe.issue = one_of({1, 1, 1, 2, 3});
  params.activations.type = static_cast<ActivationType>(random.below(3));
  params.activations.int_bits = one_of({2, 4, 5, 8});
  params.weights.bits = 8;
  params.weights.scales = static_cast<Granularity>(random.below(2));
  if (params.activations.type == ActivationType::fp16) {
    params.sums = static_cast<SumType>(random.below(2));
  }
  if (params.activations.type != ActivationType::integer &&
      params.weights.scales == Granularity::layer) {
    params.ttq = static_cast<TtqOrder>(random.below(2));
  }
  params.activation_buffer = {one_of({1, 2, 8, 64}), one_of({1, 4, 64}), one_of({0, 0, 1, 8})};
  params.weight_buffer = {one_of({1, 1, 2, 64}), one_of({1, 4, 64}), one_of({0, 0, 1, 8})};
  params.drain.multiplies_per_edge = one_of({1, 7, 16});
  params.full_precision = {one_of({0, 1, 4}), one_of({1, 6, 16}), random.below(2) == 0};
  params.fill_edges = one_of({0, 2, 5});
  params.pipeline_edges = one_of({1, 2, 6});
  params.dram.outstanding = one_of({4, 128});
  params.dram.burst_bytes = one_of({32, 64});
  return params;
}

}  // namespace gossamer::arch::dlac
