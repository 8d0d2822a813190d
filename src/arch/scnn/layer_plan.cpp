// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/layer_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"

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

/// Elements of the largest block, at least: its non-zeros, if zeros are skipped.
class LargestBlock {
 public:
  LargestBlock(const ConvLayer& layer, const tensor::Tensor<std::int16_t>& weights, bool skips_zeros)
      : layer_{layer}, channels_{layer.conv.channels / layer.conv.groups} {
    const std::uint32_t taps = layer.phases.taps();
    for (std::uint32_t p = 0; p < layer.phases.size(); ++p) {
      auto& counts = of_kernel_.emplace_back();
      counts.reserve(weights.size() / taps);
      for (std::size_t kernel = 0; kernel < weights.size(); kernel += taps) {
        std::uint32_t count = 0;
        for (const Tap& tap : layer.phases[p].taps) {
          count += !skips_zeros || weights.data[kernel + tap.index] != 0 ? 1 : 0;
        }
        counts.push_back(count);
      }
    }
  }

  std::uint64_t elements(const std::vector<OutputGroup>& groups) const {
    std::uint64_t most = 0;
    for (const auto& counts : of_kernel_) {
      for (const OutputGroup& group : groups) most = std::max(most, of_group(counts, group));
    }
    return most;
  }

 private:
  std::uint64_t of_group(const std::vector<std::uint32_t>& counts, const OutputGroup& group) const {
    std::uint64_t most = 0;
    for (std::size_t c = 0; c < channels_; ++c) {
      std::uint64_t sum = 0;
      for (std::size_t k = group.first_filter; k < group.first_filter + group.filters; ++k) {
        sum += counts[k * channels_ + c];
      }
      most = std::max(most, sum);
    }
    return most;
  }

  const ConvLayer& layer_;
  std::size_t channels_;
  std::vector<std::vector<std::uint32_t>> of_kernel_;  // per phase: [filter][channel]
};

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
  std::uint32_t kc = std::min({params.kc, conv.filters / conv.groups,
                               most_block_elements / layer.phases.most_taps()});
  for (; kc > 0; --kc) {
    if (fewest_time_tiles(layer, grid, params, kc)) return kc;
  }
  return std::nullopt;
}

LayerPlan plan_layer(const workload::Layer& layer, const ConvLayer& conv_layer, const Grid& grid,
                     const tensor::Tensor<std::int16_t>& weights, const Params& params) {
  const LargestBlock largest{conv_layer, weights, params.skips_weights()};
  const std::uint64_t fifo = std::uint64_t{params.weights.fifo_entries} * params.pe.f;
  for (std::uint32_t kc = largest_kc(conv_layer, grid, params).value(); kc > 0; --kc) {
    auto groups = output_groups(conv_layer, kc);
    if (kc > 1 && largest.elements(groups) > fifo) continue;
    auto stream = encode_weights(conv_layer, groups, weights, params);
    if (!fits_buffer(stream, params) || (kc > 1 && !fits_fifo(stream, params))) continue;
    const Division division = *fewest_time_tiles(conv_layer, grid, params, kc);
    return {conv_layer, grid, kc, division, std::move(groups), std::move(stream)};
  }
  refuse_block(layer, params);
}

}  // namespace gossamer::arch::scnn
