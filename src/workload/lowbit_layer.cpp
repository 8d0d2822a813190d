// SPDX-License-Identifier: Apache-2.0
#include "workload/lowbit_layer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/names.hpp"
#include "core/work_share.hpp"
#include "numerics/fp16.hpp"
#include "numerics/lowbit/accumulate.hpp"
#include "numerics/lowbit/format_names.hpp"
#include "numerics/reference/lowbit_reference.hpp"
#include "tensor/npy.hpp"
#include "tensor/npy_header.hpp"
#include "workload/conv_form.hpp"
#include "workload/operand_file.hpp"
#include "workload/operand_mask.hpp"
#include "workload/real_operands.hpp"

namespace gossamer::workload {

namespace {

using numerics::lowbit::Format;
using numerics::lowbit::Weights;
using numerics::lowbit::WeightScheme;

/// Generated values have a standard deviation of 1 and end at 3.4641: what brings them into [-1,
/// 1].
constexpr float into_range = 0.25F;

/// 1 where an operand is not zero, in the order of the convolution.
std::vector<std::uint8_t> ordered_mask(const Layer& layer, tensor::Tensor<std::uint8_t> mask) {
  if (!std::holds_alternative<Gemm>(layer.shape)) return std::move(mask.data);
  const ConvOperand<std::uint8_t> operand(layer, mask);
  return {operand.data(), operand.data() + mask.size()};
}

template <class T>
tensor::Tensor<std::uint8_t> mask_of(const tensor::Shape& shape, const std::vector<T>& values) {
  tensor::Tensor<std::uint8_t> mask(shape);
  std::transform(values.begin(), values.end(), mask.data.begin(),
                 [](T value) { return value != 0 ? 1 : 0; });
  return mask;
}

/// Generated weights of wrpn keep their mask: what would become 0 becomes the least code.
void keep_mask(const std::vector<float>& real, std::vector<std::int16_t>& codes) {
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (codes[i] == 0 && real[i] != 0) codes[i] = real[i] < 0 ? std::int16_t{-1} : std::int16_t{1};
}

Weights ones_at(const std::vector<std::uint8_t>& mask, const Format& format, Weights weights) {
  if (format.weights == WeightScheme::full)
    weights.full.assign(mask.begin(), mask.end());
  else
    weights.codes.assign(mask.begin(), mask.end());
  weights.positive_scale = {1.0F};
  if (format.weights == WeightScheme::ttq) weights.negative_scale = {1.0F};
  return weights;
}

/// Whether a machine of integers reads codes from the layer's file of activations.
bool holds_codes(const Layer& layer, std::size_t invocation) {
  if (layer.activations.generated()) return false;
  const tensor::NpyHeader header = tensor::read_npy_header(layer.activations.files.at(invocation));
  return !tensor::npy_element(header.descr).is_floating;
}

std::vector<std::int32_t> codes_of_file(const Layer& layer, std::size_t invocation,
                                        const Format& format) {
  const auto tensor = load_activations(layer, invocation, tensor::read_npy_int16);
  const std::int32_t highest = format.highest_activation();
  const std::int32_t lowest = format.signed_activations ? -highest : 0;
  const ConvOperand<std::int16_t> operand(layer, tensor);
  std::vector<std::int32_t> codes(operand.data(), operand.data() + tensor.size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::int32_t code = tensor.data[i];
    if (code >= lowest && code <= highest) continue;
    throw core::ConfigError(
        layer.activations.file_where.at(invocation),
        fmt::format("{}: {}: element {} is {}; allowed for {}: {} to {}", layer.name,
                    layer.activations.files.at(invocation), i, code,
                    numerics::lowbit::activations_name(format), lowest, highest));
  }
  return codes;
}

std::vector<std::int32_t> integers_of(const std::vector<float>& real, bool generated,
                                      const Format& format) {
  std::vector<std::int32_t> codes(real.size());
  for (std::size_t i = 0; i < real.size(); ++i) {
    const float value = generated ? real[i] * into_range : real[i];
    codes[i] = numerics::lowbit::activation_code(value, format);
    if (generated && codes[i] == 0 && real[i] != 0) codes[i] = 1;
  }
  return codes;
}

/// Mask of the operand's non-zeros without its values, in the order of the convolution.
std::vector<std::uint8_t> activation_ones(const Layer& layer, std::size_t invocation,
                                          std::uint64_t seed, const Format& format) {
  if (!layer.activations.generated()) {
    const LowbitActivations values =
        lowbit_activations(layer, invocation, seed, format, Values::drawn);
    return format.is_integer() ? mask_of({values.size()}, values.integers).data
                               : mask_of({values.size()}, values.real).data;
  }
  return ordered_mask(layer,
                      mask_of(activation_shape(layer), activation_mask(layer, invocation, seed)));
}

std::string precision_fault(const char* of, const std::string& name,
                            const std::vector<std::string>& known) {
  return fmt::format("precision: {}: {} is not a format of {}{}", of, core::quoted(name), of,
                     core::suggestion(name, known));
}

}  // namespace

LowbitFormat lowbit_format(const Layer& layer, const Format& of_machine) {
  const Precision& precision = layer.precision;
  LowbitFormat result{of_machine, ""};
  Format& format = result.format;
  if (!precision.weights.empty() && !set_weights(precision.weights, format))
    result.fault = precision_fault("weights", precision.weights, numerics::lowbit::weight_names());
  else if (!precision.activations.empty() && !set_activations(precision.activations, format))
    result.fault =
        precision_fault("activations", precision.activations, numerics::lowbit::activation_names());
  else if (!precision.outputs.empty() && precision.outputs != activations_name(format))
    result.fault = fmt::format(
        "precision: outputs: {} cannot be stored; allowed: the format of activations, {}",
        core::quoted(precision.outputs), activations_name(format));
  else if (const char* fault = fault_of(format))
    result.fault = fmt::format("precision: {} weights with {} activations: {}",
                               weights_name(format), activations_name(format), fault);
  return result;
}

std::string lowbit_density_fault(const Layer& layer, const Format& format) {
  const std::vector<double>& density = layer.weights.density;
  const bool has_zeros =
      std::any_of(density.begin(), density.end(), [](double d) { return d != 1; });
  if (format.has_zero() || !has_zeros) return "";
  return fmt::format("weights: {} weights have no zero; allowed for `density`: 1",
                     numerics::lowbit::weights_name(format));
}

Weights lowbit_weights(const Layer& layer, std::uint64_t seed, const Format& format,
                       const tensor::quantize::LowbitSettings& settings, Values values) {
  const core::WorkScope scope{core::Work::generation};
  const std::string fault = lowbit_density_fault(layer, format);
  if (!fault.empty())
    throw core::ConfigError(layer.weights.where, fmt::format("{}: {}", layer.name, fault));
  const auto shape = conv_shape(layer);
  Weights empty;
  empty.filters = shape.filters;
  empty.depth = shape.filter_size();
  const bool generated = layer.weights.generated();
  if (generated && values == Values::ones)
    return ones_at(ordered_mask(layer, mask_of(weight_shape(layer), weight_mask(layer, seed))),
                   format, std::move(empty));
  tensor::Tensor<float> real = real_weights(layer, seed);
  if (generated && format.weights == WeightScheme::wrpn)
    for (float& w : real.data) w *= into_range;
  const ConvOperand<float> operand(layer, real);
  Weights weights = quantise_lowbit(operand.data(), empty.filters, empty.depth, format,
                                    generated ? tensor::quantize::LowbitSettings{0, {}} : settings);
  if (generated && format.weights == WeightScheme::wrpn)
    keep_mask({operand.data(), operand.data() + real.size()}, weights.codes);
  if (values == Values::drawn) return weights;
  return ones_at(format.weights == WeightScheme::full
                     ? mask_of({weights.size()}, weights.full).data
                     : mask_of({weights.size()}, weights.codes).data,
                 format, std::move(empty));
}

LowbitActivations lowbit_activations(const Layer& layer, std::size_t invocation, std::uint64_t seed,
                                     const Format& format, Values values) {
  const core::WorkScope scope{core::Work::generation};
  LowbitActivations result;
  result.scale = activation_scale(format);
  if (values == Values::ones) {
    const std::vector<std::uint8_t> mask = activation_ones(layer, invocation, seed, format);
    if (format.is_integer())
      result.integers.assign(mask.begin(), mask.end());
    else
      result.real.assign(mask.begin(), mask.end());
    return result;
  }
  if (format.is_integer() && holds_codes(layer, invocation)) {
    result.integers = codes_of_file(layer, invocation, format);
    return result;
  }
  const tensor::Tensor<float> tensor = real_activations(layer, invocation, seed);
  const ConvOperand<float> operand(layer, tensor);
  result.real.assign(operand.data(), operand.data() + tensor.size());
  if (format.is_integer()) {
    result.integers = integers_of(result.real, layer.activations.generated(), format);
    result.real.clear();
  } else if (format.activations == numerics::lowbit::ActivationType::fp16) {
    for (float& a : result.real) a = numerics::fp16_to_float(numerics::float_to_fp16(a));
  }
  return result;
}

std::size_t lowbit_output_index(const Layer& layer, std::size_t index) {
  const auto* gemm = std::get_if<Gemm>(&layer.shape);
  return gemm == nullptr ? index : index % gemm->m * gemm->n + index / gemm->m;
}

LowbitReference lowbit_reference(const Layer& layer, const Weights& weights,
                                 const LowbitActivations& activations, const Format& format,
                                 const LowbitStored& stored_as) {
  const core::WorkScope scope{core::Work::reference};
  const auto shape = conv_shape(layer);
  const numerics::reference::LowbitSettings settings{
      format, activations.scale, layer.relu, {}, stored_as.subtract};
  const auto result = format.is_integer()
                          ? lowbit_conv2d(shape, weights, activations.integers.data(), settings)
                          : lowbit_conv2d(shape, weights, activations.real.data(), settings);
  LowbitReference reference{tensor::Tensor<float>(output_shape(layer)), result.effectual_pairs,
                            result.sums_outside_32_bits};
  for (std::size_t i = 0; i < result.outputs.size(); ++i)
    reference.outputs.data[lowbit_output_index(layer, i)] =
        stored(result.outputs[i], stored_as.format);
  return reference;
}

}  // namespace gossamer::workload
