// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/memory_estimate.hpp"

#include <algorithm>

#include "arch/dcnn/layer_plan.hpp"
#include "arch/int16/tensor_memory.hpp"

namespace gossamer::arch::dcnn {

namespace {

/// Inputs as they are stored, on chip and in DRAM, and a few words per block.
std::uint64_t inputs(const DenseLayer& layer, const std::vector<planar::Tiling>& tiles) {
  std::uint64_t bytes = 0;
  for (const planar::Tiling& tiling : tiles) {
    for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
      bytes += layer.conv.channels * (tiling.input(pe).area() * 9 + 44);
    }
  }
  return bytes * 2;  // vectors grow to up to double; further time tiles overlap further
}

/// Gathered inputs, their counts, and sums, of the PEs' largest tiles.
std::uint64_t operands(const DenseLayer& layer, const planar::Tiling& tiling, std::uint64_t kc) {
  std::uint64_t bytes = 0;
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    const std::uint64_t positions = tiling.output(pe).area();
    if (positions == 0) continue;
    bytes += (layer.products() + 16) * (positions * 2 + 8) + kc * positions * 16;
  }
  return bytes;
}

std::uint64_t weight_memory(const DenseLayer& layer, std::uint64_t kc, const Params& params) {
  const std::uint64_t steps = params.weights.fifo_entries / layer.chunks() + 3;
  return steps * (layer.products() + 16) * (kc * 2 + 4) +
         std::uint64_t{params.weights.fifo_entries} * 256;
}

}  // namespace

std::uint64_t memory_estimate(const workload::Layer& layer, const Params& params,
                              const SimulationOptions& options) {
  const DenseLayer dense{layer, params.grid(), params.pe.multipliers};
  const std::uint32_t kc = largest_kc(dense, params).value();
  const auto tiles = planar::time_tiles(dense.conv, params.grid(), *divide(dense, params, kc));
  const std::uint64_t weights = std::uint64_t{dense.conv.filters} * dense.products();
  const std::uint64_t outputs = tensor::elements(workload::output_shape(layer));
  const std::uint64_t machine =
      std::uint64_t{params.weights.buffer_kib + params.dma.buffer_kib} * 1024 +
      params.pes() * std::uint64_t{65536};  // modules
  return int16::tensor_memory(layer, options.check) + weights * 6 + inputs(dense, tiles) +
         operands(dense, tiles.front(), kc) + weight_memory(dense, kc, params) + outputs * 11 +
         machine;
}

}  // namespace gossamer::arch::dcnn
