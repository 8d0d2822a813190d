// SPDX-License-Identifier: Apache-2.0
#include "workload/widen.hpp"

#include <algorithm>

#include "numerics/lowbit/format_names.hpp"

namespace gossamer::workload {

namespace {

constexpr unsigned full_bits = 32;

void widen_shape(Conv2d& conv, std::uint32_t in, std::uint32_t out) {
  const bool depthwise = conv.groups == conv.channels && conv.groups > 1;
  // Every channel stays a group of its own, with as many filters as before.
  if (depthwise) conv.groups *= in;
  conv.channels *= in;
  conv.filters *= depthwise ? std::max(in, out) : out;
}

void widen_shape(Gemm& gemm, std::uint32_t in, std::uint32_t out) {
  gemm.k *= in;
  gemm.n *= out;
}

}  // namespace

void widen(std::vector<Layer>& layers, const Widening& widening) {
  for (Layer& layer : layers) {
    const std::uint32_t in = layer.first ? 1 : widening.factor;
    const std::uint32_t out = layer.last ? 1 : widening.factor;
    std::visit([&](auto& shape) { widen_shape(shape, in, out); }, layer.shape);
    if (layer.first || layer.last) continue;
    if (layer.precision.weights.empty()) layer.precision.weights = widening.weights;
    if (layer.precision.activations.empty()) layer.precision.activations = widening.activations;
  }
}

unsigned bits_of_weights(const std::string& format) {
  numerics::lowbit::Format found;
  return set_weights(format, found) ? found.weight_bits : full_bits;
}

unsigned bits_of_activations(const std::string& format) {
  numerics::lowbit::Format found;
  return set_activations(format, found) ? found.activation_bits : full_bits;
}

double compute_cost(std::uint32_t factor, unsigned activation_bits, unsigned weight_bits) {
  const auto w = static_cast<double>(factor);
  return w * w * (activation_bits + weight_bits) / (2 * full_bits);
}

double compute_cost(const std::vector<Layer>& layers, std::uint64_t macs_before) {
  double cost = 0;
  for (const Layer& layer : layers)
    cost += static_cast<double>(macs(layer)) *
            compute_cost(1, bits_of_activations(layer.precision.activations),
                         bits_of_weights(layer.precision.weights));
  return cost / static_cast<double>(macs_before);
}

std::uint64_t total_macs(const std::vector<Layer>& layers) {
  std::uint64_t total = 0;
  for (const Layer& layer : layers) total += macs(layer);
  return total;
}

}  // namespace gossamer::workload
