// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/memory_estimate.hpp"

#include <algorithm>

#include "arch/scnn/accumulators.hpp"
#include "arch/scnn/layer_plan.hpp"
#include "arch/scnn/weight_block.hpp"

namespace gossamer::arch::scnn {

namespace {

std::uint64_t round_up(std::uint64_t value, std::uint64_t unit) {
  return (value + unit - 1) / unit * unit;
}

/// Decoded input memories: vectors of lanes (value, key, position), tiles and a few words per
/// channel.
std::uint64_t activation_stores(const workload::Conv2d& conv, const Tiling& tiling,
                                const Params& params) {
  std::uint64_t bytes = 0;
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    const Rect tile = tiling.input(pe);
    const std::uint64_t lanes = round_up(tile.area(), params.pe.i);
    const std::uint64_t per_channel = tile.area() * 4 + lanes * 10 + lanes / params.pe.i * 2 +
                                      std::uint64_t{Accumulators::stride_of(tile)} * 4 + 24;
    bytes += std::uint64_t{conv.channels} * per_channel;
  }
  return bytes + bytes / 2;  // vectors grow in steps of a half to double
}

std::uint64_t accumulators(const workload::Conv2d& conv, const Tiling& tiling, std::uint64_t kc) {
  const std::uint64_t taps = kc * conv.filter_height * conv.filter_width;
  const std::uint64_t footprint =
      kc * tiling.footprint_height() * tiling.footprint_width() + kc * tiling.output(0).area();
  return tiling.pes() * (taps * Accumulators::stride_of(tiling.input(0)) * 8 + footprint * 12);
}

/// Blocks that the weight FIFOs and the queue before them keep alive, each with a row per key.
std::uint64_t weight_blocks(const workload::Conv2d& conv, const Tiling& tiling,
                            const Params& params, std::uint64_t kc) {
  const std::uint64_t elements = kc * conv.filter_height * conv.filter_width;
  const std::uint64_t vectors = std::min<std::uint64_t>((elements + params.pe.f - 1) / params.pe.f,
                                                        params.weights.fifo_entries);
  const std::uint64_t alive =
      params.weights.fifo_entries + (params.weights.block_queue + 2) * vectors;
  const std::uint64_t positions = tiling.input(0).area();
  // A position may be at no border, or at one or two of the four.
  const std::uint64_t keys =
      std::min<std::uint64_t>(positions * 9, std::uint64_t{conv.height} * conv.width);
  const std::uint64_t stride = WeightBlock::row_stride(params.accumulator.banks);
  return alive * keys * stride + alive * params.pe.f * 32 + (alive + keys) * 256;
}

}  // namespace

std::uint64_t memory_estimate(const workload::Layer& layer, const Params& params, bool checked) {
  const auto& conv = std::get<workload::Conv2d>(layer.shape);
  const Tiling tiling{conv, params.pe.rows, params.pe.cols};
  const std::uint64_t kc = largest_kc(conv, params).value_or(1);
  const std::uint64_t weights = tensor::elements(workload::weight_shape(layer));
  const std::uint64_t inputs = tensor::elements(workload::activation_shape(layer));
  const std::uint64_t outputs = tensor::elements(workload::output_shape(layer));
  const std::uint64_t blocks =
      std::uint64_t{conv.channels / conv.groups} * ((conv.filters + kc - 1) / kc + conv.groups);

  const std::uint64_t tensors = weights * 3 + inputs * 3 + outputs * 4;  // values and masks
  const std::uint64_t stream = 2 * (weights * 3 + blocks * 3);           // and its copy in DRAM
  const std::uint64_t stored_outputs =
      outputs * 8 + std::uint64_t{tiling.pes()} * conv.filters * 16;
  const std::uint64_t reference = checked ? outputs * 12 : 0;
  const std::uint64_t machine = std::uint64_t{params.weights.buffer_kib} * 1024 +
                                tiling.pes() * std::uint64_t{65536};  // modules and their links
  return tensors + stream + stored_outputs + reference + machine +
         activation_stores(conv, tiling, params) + accumulators(conv, tiling, kc) +
         weight_blocks(conv, tiling, params, kc);
}

}  // namespace gossamer::arch::scnn
