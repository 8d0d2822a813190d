// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/refusals.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arch/pe_array/blocking.hpp"
#include "workload/conv_form.hpp"

namespace gossamer::arch::pe_array {

namespace {

/// Keeps positions in a plane, and numbers of blocks, tiles and pieces, far inside their types.
constexpr std::uint64_t most_positions = std::uint64_t{1} << 30U;

std::string precision_refusal(const workload::Layer& layer, const Params& params) {
  const auto differs = [](const std::string& format, std::uint32_t bits) {
    return !format.empty() && format != fmt::format("int{}", bits);
  };
  const workload::Precision& precision = layer.precision;
  if (!differs(precision.weights, params.weights.bits) &&
      !differs(precision.activations, params.activations.bits) &&
      !differs(precision.outputs, params.activations.bits)) {
    return "";
  }
  return fmt::format(
      "this pe_array computes with int{} weights, int{} activations and outputs (weights.bits, "
      "activations.bits), and the layer asks for others in `precision`",
      params.weights.bits, params.activations.bits);
}

}  // namespace

std::string refusal_of(const workload::Layer& layer, const Params& params) {
  std::string reason = precision_refusal(layer, params);
  if (!reason.empty()) return reason;
  const ConvShape shape = workload::conv_shape(layer);
  if (std::max(shape.height * shape.width, shape.out_height * shape.out_width) > most_positions) {
    return fmt::format("pe_array computes planes of up to {} positions", most_positions);
  }
  const LayerFormats formats = layer_formats(params, {layer.first || layer.last, layer.last});
  if (cut(shape, params, formats, 1)) return "";
  return fmt::format(
      "a row of {} taps of the kernel of {} lanes x {} channels, or the inputs of one output of "
      "it, do not fit half of pe.weight_elements: {} or of pe.input_elements: {}",
      shape.filter_width, params.pe.lanes, params.pe.vector, params.pe.weight_elements,
      params.pe.input_elements);
}

}  // namespace gossamer::arch::pe_array
