// SPDX-License-Identifier: Apache-2.0
#include "arch/int16/refusals.hpp"

#include <fmt/format.h>

namespace gossamer::arch::int16 {

std::string precision_refusal(std::string_view machine, const workload::Layer& layer) {
  const workload::Precision& precision = layer.precision;
  for (const std::string& format : {precision.weights, precision.activations, precision.outputs}) {
    if (!format.empty() && format != "int16") {
      return fmt::format("{} computes in int16, not in {}", machine, format);
    }
  }
  return "";
}

std::string mask_refusal(const workload::Layer& layer, const SimulationOptions& options) {
  if (options.values || layer.output_density) return "";
  return "a run without values needs outputs: {density: ...}: what is written depends on it";
}

}  // namespace gossamer::arch::int16
