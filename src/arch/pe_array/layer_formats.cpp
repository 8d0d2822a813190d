// SPDX-License-Identifier: Apache-2.0
#include "arch/pe_array/layer_formats.hpp"

#include <algorithm>

namespace gossamer::arch::pe_array {

using numerics::vsq::OperandFormat;

namespace {

constexpr std::uint32_t baseline_bits = 16;  // always signed, so that a code fits 16 bits

std::uint32_t times(std::uint32_t wide, std::uint32_t narrow) {
  return (wide + narrow - 1) / narrow;
}

}  // namespace

std::uint32_t highest_scale_product(const numerics::vsq::Arithmetic& arithmetic) {
  const std::uint32_t full =
      arithmetic.weights.highest_scale() * arithmetic.activations.highest_scale();
  if (arithmetic.scale_product_shift() == 0) return full;
  return (std::uint32_t{1} << arithmetic.scale_product_bits) - 1;
}

std::uint32_t term_bits(const numerics::vsq::Arithmetic& arithmetic, std::uint32_t vector) {
  std::uint32_t bits = arithmetic.weights.element.bits + arithmetic.activations.element.bits;
  for (std::uint32_t terms = 1; terms < vector; terms *= 2) ++bits;
  return bits + arithmetic.full_scale_product_bits() - arithmetic.scale_product_shift();
}

LayerFormats layer_formats(const Params& params, const LayerRole& role) {
  const bool wide = role.at_edge && params.edge_layer_bits > 0;
  const auto format = [&](const WidthParams& widths, bool is_signed, bool edge) {
    OperandFormat result;
    result.element.bits = edge ? std::max(params.edge_layer_bits, widths.bits) : widths.bits;
    result.element.is_signed = is_signed || result.element.bits == baseline_bits;
    result.scale_bits = edge ? 0 : widths.scale_bits;
    return result;
  };
  LayerFormats formats;
  formats.arithmetic.weights = format(params.weights, true, wide);
  formats.arithmetic.activations = format(params.activations, role.signed_inputs, wide);
  formats.arithmetic.scale_product_bits = wide ? 0 : params.scale_product_bits;
  formats.arithmetic.accumulator_bits = params.accumulator_bits;
  formats.output = format(params.activations, !role.relu, wide && role.last);
  formats.weight_slots = times(formats.arithmetic.weights.element.bits, params.weights.bits);
  formats.input_slots = times(formats.arithmetic.activations.element.bits, params.activations.bits);
  formats.width_passes = formats.weight_slots * formats.input_slots;
  return formats;
}

}  // namespace gossamer::arch::pe_array
