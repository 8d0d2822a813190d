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

std::string precision_refusal(const workload::Layer& layer, const LayerFormats& formats) {
  const auto differs = [](const std::string& format, std::uint32_t bits) {
    return !format.empty() && format != fmt::format("int{}", bits);
  };
  const workload::Precision& precision = layer.precision;
  const std::uint32_t weights = formats.arithmetic.weights.element.bits;
  const std::uint32_t activations = formats.arithmetic.activations.element.bits;
  const std::uint32_t outputs = formats.output.element.bits;
  if (!differs(precision.weights, weights) && !differs(precision.activations, activations) &&
      !differs(precision.outputs, outputs)) {
    return "";
  }
  return fmt::format(
      "this pe_array computes the layer with int{} weights, int{} activations and int{} outputs "
      "(weights.bits, activations.bits, edge_layer_bits), and `precision` asks for others",
      weights, activations, outputs);
}

/// Why a half of a buffer does not hold what takes `elements`, or "".
std::string room_refusal(const std::string& what, std::uint64_t elements, std::uint32_t slots,
                         const std::string& buffer, std::uint32_t room) {
  if (elements * slots <= room / 2) return "";
  const std::string places = slots > 1
                                 ? fmt::format("{} elements of {} places each", elements, slots)
                                 : fmt::format("{} elements", elements);
  return fmt::format("{} takes {}, and half of {}: {} has {}; needed: {}", what, places, buffer,
                     room, room / 2, 2 * elements * slots);
}

/// The least that a PE has to hold: a row of the kernel of one chunk for all lanes, and what one
/// output needs for it.
std::string buffer_refusal(const ConvShape& shape, const LayerFormats& formats,
                           const PeParams& pe) {
  const std::uint64_t taps = shape.filter_width;
  const std::string row = fmt::format("a row of {} taps of the kernel", taps);
  std::string weights = room_refusal(
      fmt::format("{}, {} lanes x {} channels,", row, pe.lanes, pe.vector),
      taps * pe.lanes * pe.vector, formats.weight_slots, "pe.weight_elements", pe.weight_elements);
  if (!weights.empty()) return weights;
  return room_refusal(fmt::format("what one output needs for {}, {} channels,", row, pe.vector),
                      std::min<std::uint64_t>(taps, shape.width) * pe.vector, formats.input_slots,
                      "pe.input_elements", pe.input_elements);
}

}  // namespace

std::string refusal_of(const workload::Layer& layer, const Params& params) {
  const LayerFormats formats =
      layer_formats(params, {layer.first || layer.last, layer.last, false, layer.relu});
  std::string reason = precision_refusal(layer, formats);
  if (!reason.empty()) return reason;
  const ConvShape shape = workload::conv_shape(layer);
  if (std::max(shape.height * shape.width, shape.out_height * shape.out_width) > most_positions) {
    return fmt::format("pe_array computes planes of up to {} positions", most_positions);
  }
  return buffer_refusal(shape, formats, params.pe);
}

}  // namespace gossamer::arch::pe_array
