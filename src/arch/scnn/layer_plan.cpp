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

BankMap bank_map(const Tiling& tiling, std::uint32_t kc, const Params& params) {
  return {params.accumulator.hash, params.accumulator.banks, kc, tiling.footprint_height(),
          tiling.footprint_width()};
}

// A block may begin at the last byte of a burst, and the buffer holds whole bursts.
bool weights_fit(const WeightStream& stream, const Params& params) {
  const std::uint64_t burst = params.dram.burst_bytes;
  const std::uint64_t buffer = std::uint64_t{params.weights.buffer_kib} * 1024 / burst * burst;
  return vectors(stream.most_elements, params) <= params.weights.fifo_entries &&
         stream.most_bytes + burst <= buffer;
}

/// Elements of the largest block, at least: its non-zeros.
std::uint64_t most_nonzeros(const workload::Conv2d& conv, const std::vector<OutputGroup>& groups,
                            const std::vector<std::uint32_t>& nonzeros_of_kernel) {
  const std::size_t channels = conv.channels / conv.groups;
  std::uint64_t most = 0;
  for (const OutputGroup& group : groups) {
    for (std::size_t c = 0; c < channels; ++c) {
      std::uint64_t nonzeros = 0;
      for (std::size_t k = group.first_filter; k < group.first_filter + group.filters; ++k) {
        nonzeros += nonzeros_of_kernel[k * channels + c];
      }
      most = std::max(most, nonzeros);
    }
  }
  return most;
}

/// [filter][channel]
std::vector<std::uint32_t> count_kernels(const workload::Conv2d& conv,
                                         const tensor::Tensor<std::int16_t>& weights) {
  const std::size_t taps = std::size_t{conv.filter_height} * conv.filter_width;
  std::vector<std::uint32_t> nonzeros(weights.size() / taps);
  for (std::size_t i = 0; i < weights.size(); ++i)
    nonzeros[i / taps] += weights.data[i] != 0 ? 1 : 0;
  return nonzeros;
}

}  // namespace

std::optional<std::uint32_t> largest_kc(const workload::Conv2d& conv, const Params& params) {
  const Tiling tiling{conv, params.pe.rows, params.pe.cols};
  const AccumulatorParams& banks = params.accumulator;
  const std::uint64_t capacity = std::uint64_t{banks.banks} * banks.entries;
  const std::uint64_t most =
      std::min<std::uint64_t>({params.kc, conv.filters / conv.groups,
                               most_block_elements / (conv.filter_height * conv.filter_width),
                               capacity / tiling.sums_per_channel()});
  const std::uint32_t kc =
      BankMap::largest_fit(banks.hash, banks.banks, banks.entries, static_cast<std::uint32_t>(most),
                           tiling.footprint_height(), tiling.footprint_width());
  if (kc == 0) return std::nullopt;
  return kc;
}

LayerPlan plan_layer(const workload::Layer& layer, const tensor::Tensor<std::int16_t>& weights,
                     const Params& params) {
  const auto& conv = std::get<workload::Conv2d>(layer.shape);
  const Tiling tiling{conv, params.pe.rows, params.pe.cols};
  const auto nonzeros = count_kernels(conv, weights);
  const std::uint64_t most_elements = std::uint64_t{params.weights.fifo_entries} * params.pe.f;
  for (std::uint32_t kc = largest_kc(conv, params).value(); kc > 0; --kc) {
    auto groups = output_groups(conv, kc);
    if (most_nonzeros(conv, groups, nonzeros) > most_elements) continue;
    auto stream = encode_weights(conv, groups, weights, params);
    if (!weights_fit(stream, params)) continue;
    return {conv,
            tiling,
            plan_halos(tiling),
            kc,
            std::move(groups),
            std::move(stream),
            bank_map(tiling, kc, params)};
  }
  throw core::ConfigError(
      layer.where,
      fmt::format(
          "layer '{}': the non-zero weights of one kernel do not fit the weight path of this "
          "machine (weights.fifo_entries: {}, weights.buffer_kib: {})",
          layer.name, params.weights.fifo_entries, params.weights.buffer_kib));
}

}  // namespace gossamer::arch::scnn
