// SPDX-License-Identifier: Apache-2.0
#include "arch/dlac/layer_format.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "numerics/lowbit/format_names.hpp"
#include "workload/conv_form.hpp"
#include "workload/lowbit_layer.hpp"

namespace gossamer::arch::dlac {

namespace {

/// Keeps positions in a plane, and entries of operands, far inside their types.
constexpr std::uint64_t most_positions = std::uint64_t{1} << 28U;

Format format_of_machine(const Params& params) {
  Format format;
  format.weights = params.weights.scheme;
  format.activations = params.activations.type;
  format.activation_bits = params.activation_bits();
  format.signed_activations = !format.is_integer();
  format.scales = params.weights.scales;
  format.ttq = params.ttq;
  format.sums = params.sums;
  switch (format.weights) {
    case WeightScheme::full:
      format.weight_bits = format.activation_bits;
      break;
    case WeightScheme::binary:
      format.weight_bits = 1;
      break;
    case WeightScheme::ternary:
    case WeightScheme::ttq:
      format.weight_bits = 2;
      break;
    case WeightScheme::wrpn:
    case WeightScheme::dorefa:
      format.weight_bits = params.weights.bits;
      break;
  }
  return format;
}

Format full_precision_format() {
  Format format;
  format.weights = WeightScheme::full;
  format.weight_bits = format.activation_bits = 32;
  return format;
}

bool grid_multiplies_reals(const Params& params) {
  return params.pe.datapath == Datapath::multiply_add &&
         params.activations.type != ActivationType::integer;
}

/// Real weights go to the datapath of their own where the PEs do not multiply them.
bool has_full_precision(const Params& params) {
  return params.full_precision.macs() > 0 && !grid_multiplies_reals(params);
}

/// The first layer of a network has real weights where it does not say otherwise.
bool is_full_precision_by_default(const workload::Layer& layer, const Params& params) {
  return layer.first && layer.precision.weights.empty() && layer.precision.activations.empty() &&
         params.full_precision.first_layer && has_full_precision(params);
}

bool on_full_precision(const Format& format, const Params& params) {
  return format.weights == WeightScheme::full && has_full_precision(params);
}

// The full-precision datapath is of binary32 on every machine.
std::string activation_refusal(const Format& format, const Params& params) {
  if (on_full_precision(format, params) && !format.is_integer()) return "";
  const std::string& own = activation_names[static_cast<std::size_t>(params.activations.type)];
  if (format.activations != params.activations.type) {
    return fmt::format(
        "this dlac computes with {} activations (activations.type), and `precision` "
        "asks for {}",
        own, numerics::lowbit::activations_name(format));
  }
  if (format.activation_bits > params.activation_bits()) {
    return fmt::format(
        "this dlac computes with activations of up to {} bits "
        "(activations.int_bits), and `precision` asks for {}",
        params.activation_bits(), numerics::lowbit::activations_name(format));
  }
  return "";
}

std::string real_weight_refusal(const Format& format, const Params& params) {
  if (!on_full_precision(format, params) && !grid_multiplies_reals(params)) {
    return fmt::format(
        "this dlac has no multipliers for {} weights: full_precision.rows is 0, and its PEs {}",
        numerics::lowbit::weights_name(format),
        params.pe.datapath == Datapath::add ? "only add" : "multiply integers");
  }
  if (format.weight_bits > format.activation_bits) {
    return fmt::format("this dlac multiplies no {} weights with {} activations",
                       numerics::lowbit::weights_name(format),
                       numerics::lowbit::activations_name(format));
  }
  return "";
}

std::string weight_refusal(const Format& format, const Params& params) {
  const std::string name = numerics::lowbit::weights_name(format);
  if (format.weights == WeightScheme::full) return real_weight_refusal(format, params);
  if (format.weight_bits > params.weights.bits) {
    return fmt::format("this dlac has weights of up to {} bits (weights.bits), and {} have {}",
                       params.weights.bits, name, format.weight_bits);
  }
  if (format.multiplies() && params.pe.datapath == Datapath::add) {
    return fmt::format("{} weights are multiplied, and the PEs only add (pe.datapath: add)", name);
  }
  if (format.has_two_sums() && params.pe.accumulators < 2) {
    return fmt::format(
        "{} weights with ttq: after_sum take two sums of an output "
        "(pe.accumulators: {})",
        name, params.pe.accumulators);
  }
  return "";
}

/// The layer behind the first one of a network reads activations of the machine's own format,
/// whichever the first has computed in; an output format that the layer names holds.
bool stores_own_format(const workload::Layer& layer, const Format& format, const Params& params) {
  return layer.first && layer.precision.outputs.empty() && on_full_precision(format, params);
}

}  // namespace

LayerFormat layer_format(const workload::Layer& layer, const Params& params, std::string& refusal) {
  Format own = format_of_machine(params);
  if (is_full_precision_by_default(layer, params)) own = full_precision_format();
  workload::LowbitFormat read = workload::lowbit_format(layer, own);
  if (!read.fault.empty() && own.sums == SumType::fp16) {
    own.sums = SumType::fp32;  // those of the full-precision datapath
    const workload::LowbitFormat wider = workload::lowbit_format(layer, own);
    if (wider.fault.empty() && on_full_precision(wider.format, params)) read = wider;
  }
  LayerFormat result{read.format, false, read.format};
  if (stores_own_format(layer, read.format, params)) result.outputs = format_of_machine(params);
  refusal = read.fault;
  if (refusal.empty()) refusal = activation_refusal(read.format, params);
  if (refusal.empty()) refusal = weight_refusal(read.format, params);
  if (refusal.empty()) refusal = workload::lowbit_density_fault(layer, read.format);
  result.full_precision = on_full_precision(read.format, params);
  return result;
}

std::string refusal_of(const workload::Layer& layer, const Params& params) {
  std::string refusal;
  const LayerFormat format = layer_format(layer, params, refusal);
  if (!refusal.empty()) return refusal;
  const ConvShape shape = workload::conv_shape(layer);
  if (std::max(shape.height * shape.width * shape.groups, shape.out_height * shape.out_width) >
      most_positions) {
    return fmt::format("dlac computes planes of up to {} positions of all groups", most_positions);
  }
  map_layer(shape, params, format, refusal);
  return refusal;
}

}  // namespace gossamer::arch::dlac
