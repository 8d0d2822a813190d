// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/refusals.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/scnn/layer_plan.hpp"
#include "arch/scnn/layer_run.hpp"

namespace gossamer::arch::scnn {

namespace {

std::string precision_refusal(const workload::Layer& layer) {
  const workload::Precision& precision = layer.precision;
  for (const std::string& format : {precision.weights, precision.activations, precision.outputs}) {
    if (!format.empty() && format != "int16") return "scnn computes in int16, not in " + format;
  }
  return "";
}

std::string size_refusal(const workload::Layer& layer, const Params& params) {
  constexpr std::uint32_t most_extent = 1U << 24U;  // keeps coordinates far inside 32 bits
  const ConvLayer conv_layer{layer, {params.pe.rows, params.pe.cols}};
  const workload::Conv2d& conv = conv_layer.conv;
  const Phases& phases = conv_layer.phases;
  if (std::max({conv.height, conv.width, conv.out_height(), conv.out_width()}) > most_extent) {
    return fmt::format("scnn computes planes of up to {0} x {0}", most_extent);
  }
  if (std::max(phases.vertical().last_shifted_tap(), phases.horizontal().last_shifted_tap()) >
          most_block_elements ||
      phases.most_taps() > most_block_elements) {
    return fmt::format("a compressed block of weights holds at most {} taps", most_block_elements);
  }
  if (grids_for(layer, params).empty()) {
    return fmt::format(
        "the sums of one output channel do not fit a PE in any number of time tiles worth trying: "
        "accumulator.banks x accumulator.entries is {}, and oaram_kib: {} holds {} outputs",
        params.accumulator.banks * params.accumulator.entries, params.oaram_kib,
        params.capacity(params.oaram_kib));
  }
  return "";
}

}  // namespace

std::string refusal_of(const workload::Layer& layer, const Params& params,
                       const SimulationOptions& options) {
  std::string reason = precision_refusal(layer);
  if (reason.empty()) reason = size_refusal(layer, params);
  if (reason.empty() && !options.values && !layer.output_density) {
    return "a run without values needs outputs: {density: ...}: what is written depends on it";
  }
  return reason;
}

}  // namespace gossamer::arch::scnn
