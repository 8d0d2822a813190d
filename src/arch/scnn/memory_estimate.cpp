// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/memory_estimate.hpp"

#include <algorithm>

#include "arch/int16/tensor_memory.hpp"
#include "arch/scnn/accumulators.hpp"
#include "arch/scnn/layer_plan.hpp"
#include "arch/scnn/layer_run.hpp"
#include "arch/scnn/time_tiles.hpp"
#include "arch/scnn/weight_block.hpp"

namespace gossamer::arch::scnn {

namespace {

std::uint64_t round_up(std::uint64_t value, std::uint64_t unit) {
  return (value + unit - 1) / unit * unit;
}

/// Stored inputs and their decoded forms: vectors of lanes (value, key, position), tiles of values,
/// and a few words per block.
std::uint64_t inputs(const ConvLayer& layer, const std::vector<Tiling>& tiles,
                     const Params& params) {
  const bool planar = tiles.front().grid().mapping != Mapping::channel;
  std::uint64_t bytes = 0;
  for (const Tiling& tiling : tiles) {
    for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
      const Rect tile = tiling.input(pe);
      const std::uint64_t lanes = round_up(tile.area(), params.pe.i);
      const std::uint64_t per_channel =
          tile.area() * 4 + lanes * 10 + lanes / params.pe.i * 2 +
          std::uint64_t{4} * Accumulators::stride_of(layer.phases, tile);
      const std::uint64_t channels =
          planar ? layer.conv.channels : (layer.conv.channels + tiling.pes() - 1) / tiling.pes();
      bytes += channels * per_channel + std::uint64_t{layer.slices()} * 44;
    }
  }
  return bytes + bytes / 2;  // vectors grow in steps of a half to double
}

std::uint64_t accumulators(const ConvLayer& layer, const Tiling& tiling, std::uint64_t kc) {
  const std::uint64_t stride = Accumulators::stride_of(layer.phases, tiling.input(0));
  const std::uint64_t footprint =
      kc * tiling.footprint_size().area() + kc * tiling.output(0).area();
  return tiling.pes() * (kc * layer.phases.taps() * stride * 8 + footprint * 12);
}

/// Blocks that the weight FIFOs and the queue before them keep alive, each with a row per key.
std::uint64_t weight_blocks(const ConvLayer& layer, const Tiling& tiling, const Params& params,
                            std::uint64_t kc) {
  const std::uint64_t elements = kc * layer.phases.most_taps();
  const std::uint64_t vectors = (elements + params.pe.f - 1) / params.pe.f;
  const std::uint64_t alive = params.weights.fifo_entries + params.weights.block_queue + 2;
  const std::uint64_t positions = Accumulators::stride_of(layer.phases, tiling.input(0));
  // A position may be at no border, or at one or two of the four.
  const std::uint64_t keys =
      std::min<std::uint64_t>(positions * 9, std::uint64_t{layer.conv.height} * layer.conv.width);
  const std::uint64_t stride = WeightBlock::row_stride(params.accumulator.banks);
  // Long blocks fill the FIFO by themselves.
  const std::uint64_t rows =
      std::min<std::uint64_t>(alive * vectors, params.weights.fifo_entries + 8 * vectors);
  return rows * (keys * stride + std::uint64_t{32} * params.pe.f) + (alive + keys) * 256;
}

std::uint64_t on_grid(const ConvLayer& layer, const Grid& grid, const Params& params) {
  const std::uint32_t kc = *largest_kc(layer, grid, params);
  const auto tiles =
      planar::time_tiles(layer.conv, grid, *fewest_time_tiles(layer, grid, params, kc));
  const std::uint64_t blocks = std::uint64_t{layer.slices_per_group()} *
                               ((layer.conv.filters + kc - 1) / kc + layer.conv.groups);
  const std::uint64_t weights = std::uint64_t{layer.conv.filters} * layer.conv.channels /
                                layer.conv.groups * layer.phases.taps();
  const std::uint64_t stream = 2 * (weights * 3 + blocks * 3);  // and its copy in DRAM
  return stream + inputs(layer, tiles, params) + accumulators(layer, tiles.front(), kc) +
         weight_blocks(layer, tiles.front(), params, kc);
}

}  // namespace

std::uint64_t memory_estimate(const workload::Layer& layer, const Params& params,
                              const SimulationOptions& options) {
  const std::uint64_t outputs = tensor::elements(workload::output_shape(layer));
  const std::uint64_t stored_outputs = outputs * 11;  // with a copy in DRAM
  const std::uint64_t machine =
      std::uint64_t{params.weights.buffer_kib + params.dma.buffer_kib} * 1024 +
      params.pes() * std::uint64_t{65536};  // modules and their links
  std::uint64_t most = 0;
  for (const Grid& grid : grids_for(layer, params)) {
    most = std::max(most, on_grid(ConvLayer{layer, grid}, grid, params));
  }
  return int16::tensor_memory(layer, options.check) + stored_outputs + machine + most;
}

}  // namespace gossamer::arch::scnn
