// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/layer_plan.hpp"

#include <algorithm>

#include "arch/planar/activation_format.hpp"
#include "core/work_share.hpp"

namespace gossamer::arch::dcnn {

using planar::Division;
using planar::OutputGroup;
using planar::Tiling;

namespace {

bool fits(const DenseLayer& layer, const Params& params, std::uint32_t kc,
          const Division& division) {
  const std::uint64_t channels = layer.most_channels_of_a_chunk();
  const auto tiles = planar::time_tiles(layer.conv, params.grid(), division);
  return std::all_of(tiles.begin(), tiles.end(), [&](const Tiling& tiling) {
    const std::uint64_t inputs = tiling.most_inputs();
    return planar::sums_fit(tiling, kc, params.room()) && inputs <= planar::most_block_elements &&
           inputs * channels <= params.input_capacity();
  });
}

std::vector<std::uint8_t> weight_bytes(const DenseLayer& layer,
                                       const std::vector<OutputGroup>& groups,
                                       const tensor::Tensor<std::int16_t>& weights) {
  const core::WorkScope scope{core::Work::compression};
  std::vector<std::uint8_t> bytes;
  bytes.reserve(weights.size() * 2);
  for (const OutputGroup& group : groups) {
    for (std::uint32_t chunk = 0; chunk < layer.chunks(); ++chunk) {
      for (std::uint32_t k = 0; k < group.filters; ++k) {
        const std::int16_t* vector = weights.data.data() +
                                     std::size_t{group.first_filter + k} * layer.products() +
                                     std::size_t{chunk} * layer.lanes;
        for (std::uint32_t lane = 0; lane < layer.products_of(chunk); ++lane) {
          const auto value = static_cast<std::uint16_t>(vector[lane]);
          bytes.push_back(static_cast<std::uint8_t>(value & 0xffU));
          bytes.push_back(static_cast<std::uint8_t>(value >> 8U));
        }
      }
    }
  }
  return bytes;
}

}  // namespace

std::optional<Division> fewest_time_tiles(const DenseLayer& layer, const Params& params,
                                          std::uint32_t kc, std::uint32_t fewest,
                                          const std::function<bool(const Division&)>& accepts) {
  const auto suits = [&](const Division& division) {
    return fits(layer, params, kc, division) && accepts(division);
  };
  return planar::fewest_time_tiles(layer.conv, params.grid(), {kc, params.room(), fewest, suits});
}

std::optional<std::uint32_t> largest_kc(const DenseLayer& layer, const Params& params) {
  std::uint32_t kc = std::min(params.kc, layer.conv.filters / layer.conv.groups);
  for (; kc > 0; --kc) {
    if (fewest_time_tiles(layer, params, kc)) return kc;
  }
  return std::nullopt;
}

LayerPlan plan_layer(const DenseLayer& layer, const tensor::Tensor<std::int16_t>& weights,
                     const Params& params) {
  const std::uint32_t kc = largest_kc(layer, params).value();
  auto groups = planar::output_groups(layer.conv, layer.channels_of_group(), kc);
  auto bytes = weight_bytes(layer, groups, weights);
  const Division division = *fewest_time_tiles(layer, params, kc);
  return {layer, params.grid(), kc, division, std::move(groups), std::move(bytes)};
}

}  // namespace gossamer::arch::dcnn
