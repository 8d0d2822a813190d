// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/refusals.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/int16/refusals.hpp"
#include "arch/scnn/layer_plan.hpp"
#include "arch/scnn/layer_run.hpp"

namespace gossamer::arch::scnn {

namespace {

std::string size_refusal(const workload::Layer& layer, const Params& params) {
  const ConvLayer conv_layer{layer, {params.pe.rows, params.pe.cols}};
  const Phases& phases = conv_layer.phases;
  std::string extent = planar::extent_refusal("scnn", conv_layer.conv);
  if (!extent.empty()) return extent;
  if (std::max(phases.vertical().last_shifted_tap(), phases.horizontal().last_shifted_tap()) >
          most_block_elements ||
      phases.most_taps() > most_block_elements) {
    return fmt::format("a compressed block of weights holds at most {} taps", most_block_elements);
  }
  if (grids_for(layer, params).empty()) {
    return fmt::format(
        "a PE has no room for the sums of one output channel, into however many time tiles the "
        "plane "
        "is cut: "
        "accumulator.banks x accumulator.entries is {}, and oaram_kib: {} holds {} outputs",
        params.accumulator.banks * params.accumulator.entries, params.oaram_kib,
        params.capacity(params.oaram_kib));
  }
  return "";
}

}  // namespace

std::string refusal_of(const workload::Layer& layer, const Params& params,
                       const SimulationOptions& options) {
  std::string reason = int16::precision_refusal("scnn", layer);
  if (reason.empty()) reason = size_refusal(layer, params);
  if (reason.empty()) reason = int16::mask_refusal(layer, options);
  return reason;
}

}  // namespace gossamer::arch::scnn
