// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/refusals.hpp"

#include <fmt/format.h>

#include "arch/dcnn/layer_plan.hpp"
#include "arch/int16/refusals.hpp"

namespace gossamer::arch::dcnn {

namespace {

std::string size_refusal(const workload::Layer& layer, const Params& params) {
  const DenseLayer dense{layer, params.grid(), params.pe.multipliers};
  std::string extent = planar::extent_refusal("dcnn", dense.conv);
  if (!extent.empty()) return extent;
  const std::uint64_t products =
      std::uint64_t{dense.channels_of_group()} * dense.conv.filter_height * dense.conv.filter_width;
  if (products >= most_products) {
    return fmt::format("dcnn adds up at most {} products of an output", most_products - 1);
  }
  if (!largest_kc(dense, params)) {
    return fmt::format(
        "a PE has no room for one output channel and the inputs of {} of its products, into "
        "however "
        "many time tiles the plane is cut: iaram_kib: {} holds {} inputs, oaram_kib: {} holds {} "
        "outputs, accumulator.entries is {}",
        params.pe.multipliers, params.iaram_kib, params.input_capacity(), params.oaram_kib,
        params.output_capacity(), params.accumulator.entries);
  }
  return "";
}

}  // namespace

std::string refusal_of(const workload::Layer& layer, const Params& params,
                       const SimulationOptions& options) {
  std::string reason = int16::precision_refusal("dcnn", layer);
  if (reason.empty()) reason = size_refusal(layer, params);
  if (reason.empty()) reason = int16::mask_refusal(layer, options);
  return reason;
}

}  // namespace gossamer::arch::dcnn
