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

bool sums_fit(const Tiling& tiling, std::uint32_t kc, const Params& params) {
  const std::uint64_t capacity =
      std::uint64_t{params.accumulator.banks} * params.accumulator.entries;
  return kc * tiling.sums_per_channel() <= capacity &&
         bank_map(tiling, kc, params).most_in_a_bank() <= params.accumulator.entries;
}

}  // namespace

std::optional<std::uint32_t> largest_kc(const workload::Conv2d& conv, const Params& params) {
  const Tiling tiling{conv, params.pe.rows, params.pe.cols};
  constexpr std::uint32_t most_in_a_block = 65535;  // the count of a block has 16 bits
  std::uint32_t kc = std::min({params.kc, conv.filters / conv.groups,
                               most_in_a_block / (conv.filter_height * conv.filter_width)});
  while (kc > 0 && !sums_fit(tiling, kc, params)) --kc;
  if (kc == 0) return std::nullopt;
  return kc;
}

LayerPlan plan_layer(const workload::Layer& layer, const tensor::Tensor<std::int16_t>& weights,
                     const Params& params) {
  const auto& conv = std::get<workload::Conv2d>(layer.shape);
  const Tiling tiling{conv, params.pe.rows, params.pe.cols};
  for (std::uint32_t kc = largest_kc(conv, params).value(); kc > 0; --kc) {
    auto groups = output_groups(conv, kc);
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
