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

/// Outputs of one channel that the PE with most of a side computes there, over all time tiles.
std::uint64_t side_work(std::uint32_t extent, std::uint32_t parts, std::uint32_t pes) {
  const auto ceil_div = [](std::uint32_t a, std::uint32_t b) { return (a + b - 1) / b; };
  const std::uint32_t part = ceil_div(extent, parts);
  return std::uint64_t{extent / part} * ceil_div(part, pes) + ceil_div(extent % part, pes);
}

/// Outputs of one channel that the busiest PE computes.
std::uint64_t work(const DenseLayer& layer, const Params& params, const Division& division) {
  return side_work(layer.conv.out_height(), division.rows, params.pe.rows) *
         side_work(layer.conv.out_width(), division.cols, params.pe.cols);
}

// More tiles than this share more inputs with their neighbours than they save.
constexpr std::uint32_t most_more_tiles = 4;

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

std::optional<Division> divide(const DenseLayer& layer, const Params& params, std::uint32_t kc,
                               std::uint32_t fewest,
                               const std::function<bool(const Division&)>& accepts) {
  std::optional<Division> best;
  const auto better = [&](const Division& division) {
    return !best || work(layer, params, division) < work(layer, params, *best);
  };
  planar::Cut cut{kc, params.room(), fewest, {}};
  cut.accepts = [&](const Division& division) {
    return better(division) && fits(layer, params, kc, division) && accepts(division);
  };
  best = planar::fewest_time_tiles(layer.conv, params.grid(), cut);
  if (!best || params.time_tiles == TimeTiles::fewest) return best;
  cut.most = std::min(planar::most_time_tiles, best->tiles() * most_more_tiles);
  while (work(layer, params, *best) > work(layer, params, {})) {
    cut.fewest = best->tiles();
    const auto less = planar::fewest_time_tiles(layer.conv, params.grid(), cut);
    if (!less) break;
    best = less;
  }
  return best;
}

std::optional<std::uint32_t> largest_kc(const DenseLayer& layer, const Params& params) {
  std::uint32_t kc = std::min(params.kc, layer.conv.filters / layer.conv.groups);
  for (; kc > 0; --kc) {
    if (divide(layer, params, kc)) return kc;
  }
  return std::nullopt;
}

LayerPlan plan_layer(const DenseLayer& layer, const tensor::Tensor<std::int16_t>& weights,
                     const Params& params) {
  const std::uint32_t kc = largest_kc(layer, params).value();
  auto groups = planar::output_groups(layer.conv, layer.channels_of_group(), kc);
  auto bytes = weight_bytes(layer, groups, weights);
  const Division division = *divide(layer, params, kc);
  return {layer, params.grid(), kc, division, std::move(groups), std::move(bytes)};
}

}  // namespace gossamer::arch::dcnn
