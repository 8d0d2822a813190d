// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/refusals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "arch/scnn/layer_plan.hpp"

namespace gossamer::arch::scnn {

namespace {

std::string kind_refusal(const workload::Layer& layer) {
  const auto* conv = std::get_if<workload::Conv2d>(&layer.shape);
  if (conv == nullptr) return fmt::format("scnn has no hardware for layers of kind {}", layer.kind);
  if (conv->stride_y != 1 || conv->stride_x != 1) {
    return "scnn computes convolutions of stride 1 only";
  }
  if (conv->dilation_y != 1 || conv->dilation_x != 1) {
    return "scnn computes convolutions of dilation 1 only";
  }
  return "";
}

std::string precision_refusal(const workload::Layer& layer) {
  const workload::Precision& precision = layer.precision;
  for (const std::string& format : {precision.weights, precision.activations, precision.outputs}) {
    if (!format.empty() && format != "int16") return "scnn computes in int16, not in " + format;
  }
  return "";
}

std::string size_refusal(const workload::Conv2d& conv, const Params& params) {
  constexpr std::uint32_t most_extent = 1U << 24U;  // keeps coordinates far inside 32 bits
  if (conv.filter_height > 255 || conv.filter_width > 255) {
    return "scnn computes filters of up to 255 x 255";
  }
  if (std::max({conv.height, conv.width, conv.out_height(), conv.out_width()}) > most_extent) {
    return fmt::format("scnn computes planes of up to {0} x {0}", most_extent);
  }
  const Tiling tiling{conv, params.pe.rows, params.pe.cols};
  const std::uint64_t tile = std::max(tiling.input(0).area(), tiling.output(0).area());
  if (tile > most_block_elements) {
    return fmt::format("the tile of a PE has {} values; a compressed block holds at most {}", tile,
                       most_block_elements);
  }
  if (!largest_kc(conv, params)) {
    return "the sums of one output channel do not fit the accumulator banks of a PE";
  }
  return "";
}

/// Values that a PE with `values` dense ones may have to hold at a density, almost surely.
std::uint64_t at_most(std::uint64_t values, double density) {
  const double expected = static_cast<double>(values) * density;
  const double deviation = std::sqrt(expected * (1.0 - density));
  return static_cast<std::uint64_t>(std::ceil(expected + 5.0 * deviation));
}

std::string memory_refusal(const workload::Layer& layer, const workload::Conv2d& conv,
                           const Params& params) {
  const Tiling tiling{conv, params.pe.rows, params.pe.cols};
  if (layer.activations.generated()) {
    const auto& densities = layer.activations.density;
    const double densest = *std::max_element(densities.begin(), densities.end());
    const std::uint64_t inputs = at_most(tiling.input(0).area() * conv.channels, densest);
    if (inputs > params.capacity(params.iaram_kib)) {
      return fmt::format("a PE's inputs, about {} values, do not fit iaram_kib: {}, which holds {}",
                         inputs, params.iaram_kib, params.capacity(params.iaram_kib));
    }
  }
  const double density = layer.output_density.value_or(layer.relu ? 0.0 : 1.0);
  const std::uint64_t outputs = at_most(tiling.output(0).area() * conv.filters, density);
  if (outputs > params.capacity(params.oaram_kib)) {
    return fmt::format("a PE's outputs, about {} values, do not fit oaram_kib: {}, which holds {}",
                       outputs, params.oaram_kib, params.capacity(params.oaram_kib));
  }
  return "";
}

}  // namespace

std::string refusal_of(const workload::Layer& layer, const Params& params,
                       const SimulationOptions& options) {
  std::string reason = kind_refusal(layer);
  if (reason.empty()) reason = precision_refusal(layer);
  if (!reason.empty()) return reason;
  const auto& conv = std::get<workload::Conv2d>(layer.shape);
  reason = size_refusal(conv, params);
  if (reason.empty()) reason = memory_refusal(layer, conv, params);
  if (reason.empty() && !options.values && !layer.output_density) {
    return "a run without values needs outputs: {density: ...}: what is written depends on it";
  }
  return reason;
}

}  // namespace gossamer::arch::scnn
