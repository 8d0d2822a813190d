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

std::string size_refusal(const ConvLayer& layer, const Params& params) {
  constexpr std::uint32_t most_extent = 1U << 24U;  // keeps coordinates far inside 32 bits
  const workload::Conv2d& conv = layer.conv;
  if (std::max({conv.height, conv.width, conv.out_height(), conv.out_width()}) > most_extent) {
    return fmt::format("scnn computes planes of up to {0} x {0}", most_extent);
  }
  const std::uint32_t reach = std::max(layer.phases.vertical().last_shifted_tap(),
                                       layer.phases.horizontal().last_shifted_tap());
  if (reach > 65535 || layer.phases.most_taps() > most_block_elements) {
    return fmt::format("a compressed block of weights holds at most {} taps, within {} outputs",
                       most_block_elements, 65535);
  }
  if (grids_for(layer, params).empty()) {
    return fmt::format(
        "the sums of one output channel do not fit the accumulator banks and the output memory of "
        "a "
        "PE, in however many time tiles up to {}",
        most_time_tiles);
  }
  return "";
}

}  // namespace

std::string refusal_of(const workload::Layer& layer, const Params& params,
                       const SimulationOptions& options) {
  std::string reason = precision_refusal(layer);
  if (reason.empty()) reason = size_refusal(ConvLayer{layer, params.pe.rows}, params);
  if (reason.empty() && !options.values && !layer.output_density) {
    return "a run without values needs outputs: {density: ...}: what is written depends on it";
  }
  return reason;
}

}  // namespace gossamer::arch::scnn
