// SPDX-License-Identifier: Apache-2.0
#include "cli/quantize_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "core/errors.hpp"
#include "core/names.hpp"
#include "core/yaml.hpp"
#include "numerics/lowbit/format_names.hpp"

namespace gossamer::cli {

namespace {

using numerics::lowbit::Granularity;
using tensor::quantize::LowbitRequest;

const std::vector<std::string> schemes{"ternary", "ttq", "binary", "wrpn", "dorefa"};
const std::vector<std::string> granularities{"layer", "channel"};

[[noreturn]] void refuse(const std::string& option, const std::string& what) {
  throw core::ConfigError{{"gossamer quantize"}, option + ": " + what};
}

/// Refuses an option where it would change nothing.
void only_with(bool allowed, const std::string& option, const std::string& value,
               const std::string& where) {
  if (!allowed && !value.empty()) refuse(option, "changes nothing here; allowed with " + where);
}

unsigned bits_of(const QuantizeOptions& options, bool has_bits) {
  only_with(has_bits, "--bits", options.bits, "--scheme wrpn and dorefa");
  if (!has_bits) return options.scheme == "binary" ? 1 : 2;
  const std::int64_t least = options.activations ? 1 : 2;
  const std::string allowed = fmt::format("allowed with --scheme {}{}: {} to 8", options.scheme,
                                          options.activations ? " --activations" : "", least);
  if (options.bits.empty()) refuse("--bits", "is needed; " + allowed);
  std::int64_t bits = 0;
  if (!core::parse_integer(options.bits, bits) || bits < least || bits > 8)
    refuse("--bits", core::quoted(options.bits) + " is not allowed; " + allowed);
  return static_cast<unsigned>(bits);
}

/// A number in [0, 1], or [0, 1) if `below`.
double fraction(const std::string& option, const std::string& text, bool below) {
  double value = 0;
  if (!core::parse_number(text, value) || !(value >= 0) || value > 1 || (below && value == 1))
    refuse(option, fmt::format("{} is not allowed; allowed: a number from 0 to{} 1",
                               core::quoted(text), below ? " below" : ""));
  return value;
}

void read_kept(const QuantizeOptions& options, bool has_zeros, LowbitRequest& request) {
  only_with(has_zeros, "--threshold", options.threshold, "--scheme ternary and ttq");
  only_with(has_zeros, "--density", options.density, "--scheme ternary and ttq");
  if (!options.threshold.empty() && !options.density.empty())
    refuse("--density", "and --threshold both say what becomes zero; allowed: one of them");
  if (!options.threshold.empty())
    request.settings.threshold = fraction("--threshold", options.threshold, true);
  if (!options.density.empty())
    request.settings.density = fraction("--density", options.density, false);
}

void read_scales(const QuantizeOptions& options, bool has_own, LowbitRequest& request) {
  only_with(has_own, "--scales", options.scales, "--scheme ternary, ttq and binary");
  if (!options.scales.empty() &&
      std::find(granularities.begin(), granularities.end(), options.scales) == granularities.end())
    refuse("--scales", core::quoted(options.scales) + " is not allowed" +
                           core::suggestion(options.scales, granularities));
  const bool per_channel = options.scales == "channel";
  request.format.scales = per_channel ? Granularity::channel : Granularity::layer;
  only_with(per_channel, "--axis", options.axis, "--scales channel");
  std::int64_t axis = 0;
  if (options.axis.empty()) return;
  core::parse_integer(options.axis, axis);
  request.axis = static_cast<std::size_t>(axis);
}

}  // namespace

LowbitRequest request_of(const QuantizeOptions& options) {
  const auto at = std::find(schemes.begin(), schemes.end(), options.scheme);
  if (at == schemes.end())
    refuse("--scheme", core::quoted(options.scheme) + " is no scheme to quantise to" +
                           core::suggestion(options.scheme, schemes));
  const bool has_bits = options.scheme == "wrpn" || options.scheme == "dorefa";
  if (options.activations && !has_bits)
    refuse("--activations", "is not allowed with --scheme " + options.scheme +
                                "; allowed with --scheme wrpn and dorefa");
  LowbitRequest request;
  request.activations = options.activations;
  const unsigned bits = bits_of(options, has_bits);
  const std::string name =
      (has_bits && !options.activations) ? options.scheme + std::to_string(bits) : options.scheme;
  if (options.activations)
    set_activations("uint" + std::to_string(bits), request.format);
  else
    set_weights(name, request.format);
  const bool has_zeros = options.scheme == "ternary" || options.scheme == "ttq";
  read_kept(options, has_zeros, request);
  read_scales(options, !has_bits, request);
  return request;
}

}  // namespace gossamer::cli
