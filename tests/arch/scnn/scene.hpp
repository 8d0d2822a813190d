// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/planar/scene.hpp"
#include "arch/scnn/accumulators.hpp"
#include "arch/scnn/activation_store.hpp"
#include "arch/scnn/conv_layer.hpp"
#include "arch/scnn/foot_keys.hpp"
#include "arch/scnn/parameters.hpp"

namespace gossamer::test {

inline arch::scnn::ConvLayer layer_of(const workload::Conv2d& conv) {
  workload::Layer layer;
  layer.shape = conv;
  return {layer, {1, 1}};
}

/// Parameters of a machine with that grid of PEs.
inline arch::scnn::Params params_of(const arch::scnn::Grid& grid) {
  arch::scnn::Params params;
  params.pe.rows = grid.rows;
  params.pe.cols = grid.cols;
  params.mapping = params.gemm_mapping = grid.mapping;
  return params;
}

/// The input memory of a PE, with all slices of one tiling in it.
inline arch::scnn::ActivationStore store_of(const arch::scnn::Params& params,
                                            const arch::scnn::ConvLayer& layer,
                                            const arch::scnn::Tiling& tiling, std::uint32_t pe,
                                            const std::vector<std::int16_t>& image,
                                            arch::scnn::FootKeys& keys) {
  const arch::scnn::InputBlocks blocks{
      params, layer.conv, layer.lattices(), {tiling}, image.data()};
  arch::scnn::ActivationStore::Keys of_phase;
  for (std::uint32_t p = 0; p < layer.phases.size(); ++p) {
    of_phase.push_back(keys.numbers(tiling, pe, layer.phases[p]));
  }
  arch::scnn::ActivationStore store{
      params, std::move(of_phase),
      arch::scnn::Accumulators::stride_of(layer.phases, tiling.input(pe))};
  for (std::uint32_t slice = 0; slice < layer.slices(); ++slice) {
    store.append(blocks.block(0, slice, pe));
  }
  return store;
}

}  // namespace gossamer::test
