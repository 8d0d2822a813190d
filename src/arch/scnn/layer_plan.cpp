// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/layer_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/work_share.hpp"

namespace gossamer::arch::scnn {

namespace {

std::uint32_t vectors(std::uint32_t elements, const Params& params) {
  return (elements + params.pe.f - 1) / params.pe.f;
}

// A block may begin at the last byte of a burst, and the buffer holds whole bursts.
bool fits_buffer(const WeightStream& stream, const Params& params) {
  const std::uint64_t burst = params.dram.burst_bytes;
  const std::uint64_t buffer = std::uint64_t{params.weights.buffer_kib} * 1024 / burst * burst;
  return stream.most_bytes + burst <= buffer;
}

bool fits_fifo(const WeightStream& stream, const Params& params) {
  return vectors(stream.most_elements, params) <= params.weights.fifo_entries;
}

/// Elements of a group's largest block, at least: its non-zeros, if zeros are skipped.
std::uint32_t largest_block(const ConvLayer& layer, const OutputGroup& group,
                            const tensor::Tensor<std::int16_t>& weights, bool skips_zeros) {
  const std::size_t channels = layer.conv.channels / layer.conv.groups;
  const std::size_t taps = layer.phases.taps();
  std::uint32_t most = 0;
  std::vector<std::uint32_t> of_channel(channels);
  for (std::uint32_t p = 0; p < layer.phases.size(); ++p) {
    std::fill(of_channel.begin(), of_channel.end(), 0U);
    const std::int16_t* kernel = weights.data.data() + group.first_filter * channels * taps;
    for (std::uint32_t k = 0; k < group.filters; ++k) {
      for (std::size_t c = 0; c < channels; ++c, kernel += taps) {
        for (const Tap& tap : layer.phases[p].taps) {
          of_channel[c] += !skips_zeros || kernel[tap.index] != 0 ? 1 : 0;
        }
      }
    }
    most = std::max(most, *std::max_element(of_channel.begin(), of_channel.end()));
  }
  return most;
}

[[noreturn]] void refuse_block(const workload::Layer& layer, const Params& params) {
  throw core::ConfigError(
      layer.where,
      fmt::format("layer '{}': the weights of one kernel do not fit weights.buffer_kib: {}",
                  layer.name, params.weights.buffer_kib));
}

}  // namespace

std::optional<std::uint32_t> largest_kc(const ConvLayer& layer, const Grid& grid,
                                        const Params& params) {
  const workload::Conv2d& conv = layer.conv;
  std::uint32_t kc = std::min(
      {params.kc, conv.filters / conv.groups, most_block_elements / layer.phases.most_taps()});
  for (; kc > 0; --kc) {
    if (fewest_time_tiles(layer, grid, params, kc)) return kc;
  }
  return std::nullopt;
}

LayerPlan plan_layer(const workload::Layer& layer, const ConvLayer& conv_layer, const Grid& grid,
                     const tensor::Tensor<std::int16_t>& weights, const Params& params) {
  const core::WorkScope scope{core::Work::compression};
  const std::uint64_t fifo = std::uint64_t{params.weights.fifo_entries} * params.pe.f;
  for (std::uint32_t kc = largest_kc(conv_layer, grid, params).value(); kc > 0; --kc) {
    auto groups = output_groups(conv_layer, kc);
    const auto too_long = [&](const OutputGroup& group) {
      return largest_block(conv_layer, group, weights, params.skips_weights()) > fifo;
    };
    if (kc > 1 && std::any_of(groups.begin(), groups.end(), too_long)) continue;
    auto stream = encode_weights(conv_layer, groups, weights, params);
    if (!fits_buffer(stream, params) || (kc > 1 && !fits_fifo(stream, params))) continue;
    const Division division = *fewest_time_tiles(conv_layer, grid, params, kc);
    return {conv_layer, grid, kc, division, std::move(groups), std::move(stream)};
  }
  refuse_block(layer, params);
}

}  // namespace gossamer::arch::scnn
