// SPDX-License-Identifier: Apache-2.0
#include "numerics/lowbit/format_names.hpp"

#include <algorithm>

namespace gossamer::numerics::lowbit {

namespace {

Format with_weights(WeightScheme scheme, unsigned bits) {
  Format format;
  format.weights = scheme;
  format.weight_bits = bits;
  return format;
}

Format with_activations(ActivationType type, unsigned bits, bool is_signed) {
  Format format;
  format.activations = type;
  format.activation_bits = bits;
  format.signed_activations = is_signed;
  return format;
}

std::vector<Format> weight_formats() {
  std::vector<Format> formats{with_weights(WeightScheme::ternary, 2),
                              with_weights(WeightScheme::ttq, 2),
                              with_weights(WeightScheme::binary, 1)};
  for (const WeightScheme scheme : {WeightScheme::wrpn, WeightScheme::dorefa})
    for (unsigned bits = 2; bits <= 8; ++bits) formats.push_back(with_weights(scheme, bits));
  formats.push_back(with_weights(WeightScheme::full, 32));
  formats.push_back(with_weights(WeightScheme::full, 16));
  return formats;
}

std::vector<Format> activation_formats() {
  std::vector<Format> formats{with_activations(ActivationType::fp32, 32, true),
                              with_activations(ActivationType::fp16, 16, true)};
  for (unsigned bits = 2; bits <= 8; ++bits)
    formats.push_back(with_activations(ActivationType::integer, bits, true));
  for (unsigned bits = 1; bits <= 8; ++bits)
    formats.push_back(with_activations(ActivationType::integer, bits, false));
  return formats;
}

std::vector<std::string> names_of(const std::vector<Format>& formats,
                                  std::string (*name)(const Format&)) {
  std::vector<std::string> names(formats.size());
  std::transform(formats.begin(), formats.end(), names.begin(), name);
  return names;
}

/// The format of that name; null if there is none.
const Format* find(const std::vector<Format>& formats, const std::vector<std::string>& names,
                   std::string_view name) {
  const auto at = std::find(names.begin(), names.end(), name);
  return at == names.end() ? nullptr : &formats[static_cast<std::size_t>(at - names.begin())];
}

}  // namespace

const std::vector<std::string>& weight_names() {
  static const std::vector<std::string> names = names_of(weight_formats(), weights_name);
  return names;
}

const std::vector<std::string>& activation_names() {
  static const std::vector<std::string> names = names_of(activation_formats(), activations_name);
  return names;
}

bool set_weights(std::string_view name, Format& format) {
  static const std::vector<Format> formats = weight_formats();
  const Format* const found = find(formats, weight_names(), name);
  if (found == nullptr) return false;
  format.weights = found->weights;
  format.weight_bits = found->weight_bits;
  return true;
}

bool set_activations(std::string_view name, Format& format) {
  static const std::vector<Format> formats = activation_formats();
  const Format* const found = find(formats, activation_names(), name);
  if (found == nullptr) return false;
  format.activations = found->activations;
  format.activation_bits = found->activation_bits;
  format.signed_activations = found->signed_activations;
  if (format.activations != ActivationType::fp16) format.sums = SumType::fp32;
  return true;
}

std::string weights_name(const Format& format) {
  switch (format.weights) {
    case WeightScheme::ternary:
      return "ternary";
    case WeightScheme::ttq:
      return "ttq";
    case WeightScheme::binary:
      return "binary";
    case WeightScheme::wrpn:
      return "wrpn" + std::to_string(format.weight_bits);
    case WeightScheme::dorefa:
      return "dorefa" + std::to_string(format.weight_bits);
    default:
      return "fp" + std::to_string(format.weight_bits);
  }
}

std::string activations_name(const Format& format) {
  if (!format.is_integer()) return "fp" + std::to_string(format.activation_bits);
  return (format.signed_activations ? "int" : "uint") + std::to_string(format.activation_bits);
}

}  // namespace gossamer::numerics::lowbit
