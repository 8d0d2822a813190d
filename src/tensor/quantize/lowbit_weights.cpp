// SPDX-License-Identifier: Apache-2.0
#include "tensor/quantize/lowbit_weights.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "numerics/fp16.hpp"
#include "tensor/prune/masks.hpp"
#include "tensor/quantize/dorefa_levels.hpp"

namespace gossamer::tensor::quantize {

namespace {

using numerics::lowbit::Format;
using numerics::lowbit::Granularity;
using numerics::lowbit::Weights;
using numerics::lowbit::WeightScheme;

/// Weights that share a scale.
struct Part {
  const float* weights;
  std::int16_t* codes;
  std::size_t count;
};

float largest_magnitude(const float* weights, std::size_t count) {
  float largest = 0;
  for (std::size_t i = 0; i < count; ++i) largest = std::max(largest, std::fabs(weights[i]));
  return largest;
}

/// At most one positive and one negative magnitude.
bool is_ternary(const Part& part) {
  float positive = 0, negative = 0;
  for (std::size_t i = 0; i < part.count; ++i) {
    const float w = part.weights[i];
    float& known = w > 0 ? positive : negative;
    if (w == 0) continue;
    if (known == 0) known = w;
    if (known != w) return false;
  }
  return true;
}

// Signs cannot be foreseen: no branch here, nor where codes are made and counted.
std::int16_t sign_of(float w) {
  return static_cast<std::int16_t>(static_cast<int>(w > 0) - static_cast<int>(w < 0));
}

void ternarise(const Part& part, double threshold) {
  const double bound = threshold * double{largest_magnitude(part.weights, part.count)};
  for (std::size_t i = 0; i < part.count; ++i) {
    const int kept = double{std::fabs(part.weights[i])} > bound ? 1 : 0;
    part.codes[i] = static_cast<std::int16_t>(kept * sign_of(part.weights[i]));
  }
}

void ternarise_to_density(const float* weights, double density, Weights& result) {
  prune::Magnitudes magnitudes{result.filters, result.depth, {}};
  magnitudes.values.resize(result.size());
  for (std::size_t i = 0; i < result.size(); ++i) magnitudes.values[i] = std::fabs(weights[i]);
  const prune::Mask mask = prune::unstructured_mask(magnitudes, density);
  for (std::size_t i = 0; i < result.size(); ++i)
    result.codes[i] = mask[i] != 0 ? sign_of(weights[i]) : std::int16_t{0};
}

/// Mean magnitude of the weights whose code is one that `wanted` wants.
template <class Wanted>
float mean_magnitude(const Part& part, Wanted wanted) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < part.count; ++i) {
    const std::size_t counts = wanted(part.codes[i]) ? 1 : 0;
    sum += double{std::fabs(part.weights[i])} * static_cast<double>(counts);
    count += counts;
  }
  return count == 0 ? 0.0F : static_cast<float>(sum / static_cast<double>(count));
}

/// The scales of codes -1, 0 and +1.
void fit_scales(const Part& part, WeightScheme scheme, Weights& result) {
  if (scheme == WeightScheme::ttq) {
    result.positive_scale.push_back(mean_magnitude(part, [](int code) { return code > 0; }));
    result.negative_scale.push_back(mean_magnitude(part, [](int code) { return code < 0; }));
  } else {
    result.positive_scale.push_back(mean_magnitude(part, [](int code) { return code != 0; }));
  }
}

void quantise_to_signs(const float* weights, const Format& format, const LowbitSettings& settings,
                       Weights& result) {
  const bool per_filter = format.scales == Granularity::channel;
  const std::size_t parts = per_filter ? result.filters : 1;
  const std::size_t size = per_filter ? result.depth : result.size();
  const bool to_density = settings.density && format.weights != WeightScheme::binary;
  const auto part_of = [&](std::size_t p) {
    return Part{weights + p * size, result.codes.data() + p * size, size};
  };
  if (to_density) ternarise_to_density(weights, *settings.density, result);
  // What is ternary everywhere was quantised before, and stays as it is.
  bool was_quantised = true;
  for (std::size_t p = 0; p < parts && was_quantised; ++p) was_quantised = is_ternary(part_of(p));
  for (std::size_t p = 0; p < parts; ++p) {
    const Part part = part_of(p);
    if (format.weights == WeightScheme::binary) {
      for (std::size_t i = 0; i < size; ++i)
        part.codes[i] = static_cast<std::int16_t>(part.weights[i] < 0 ? -1 : 1);
    } else if (!to_density) {
      ternarise(part, was_quantised ? 0 : settings.threshold);
    }
    fit_scales(part, format.weights, result);
  }
}

void quantise_wrpn(const float* weights, const Format& format, Weights& result) {
  const int highest = format.highest_code();
  for (std::size_t i = 0; i < result.size(); ++i) {
    const double clipped = std::clamp(double{weights[i]}, -1.0, 1.0);
    result.codes[i] = static_cast<std::int16_t>(std::nearbyint(clipped * highest));
  }
  result.positive_scale = {1 / static_cast<float>(highest)};
}

/// Weights that are all levels of dorefa already: their codes. tanh would move them.
bool take_levels(const float* weights, const Format& format, Weights& result) {
  const int highest = format.highest_code();
  const float scale = result.positive_scale.front();
  for (std::size_t i = 0; i < result.size(); ++i) {
    const double code = std::nearbyint(double{weights[i]} * highest);
    if (std::fabs(code) > highest || std::fmod(code, 2) == 0) return false;
    if (static_cast<float>(code) * scale != weights[i]) return false;
    result.codes[i] = static_cast<std::int16_t>(code);
  }
  return true;
}

void quantise_dorefa(const float* weights, const Format& format, Weights& result) {
  const int highest = format.highest_code();
  result.positive_scale = {1 / static_cast<float>(highest)};
  if (take_levels(weights, format, result)) return;
  const float largest = largest_magnitude(weights, result.size());
  std::vector<float> steps;
  if (largest > 0) steps = dorefa_steps(largest, format.weight_bits);
  for (std::size_t i = 0; i < result.size(); ++i) {
    // Zeros alone are in the middle: 1/2, a tie that goes up to the even level.
    const auto level =
        largest > 0 ? std::upper_bound(steps.begin(), steps.end(), weights[i]) - steps.begin()
                    : (highest + 1) / 2;
    result.codes[i] = static_cast<std::int16_t>(2 * level - highest);
  }
}

}  // namespace

Weights quantise_lowbit(const float* weights, std::size_t filters, std::size_t depth,
                        const Format& format, const LowbitSettings& settings) {
  Weights result;
  result.filters = filters;
  result.depth = depth;
  if (format.weights == WeightScheme::full) {
    result.full.assign(weights, weights + result.size());
    if (format.weight_bits == 16)
      for (float& w : result.full) w = numerics::fp16_to_float(numerics::float_to_fp16(w));
    result.positive_scale = {1.0F};
    return result;
  }
  result.codes.resize(result.size());
  if (format.weights == WeightScheme::wrpn)
    quantise_wrpn(weights, format, result);
  else if (format.weights == WeightScheme::dorefa)
    quantise_dorefa(weights, format, result);
  else
    quantise_to_signs(weights, format, settings, result);
  return result;
}

Noise lowbit_noise(const float* weights, const Weights& quantised) {
  Noise noise;
  for (std::size_t f = 0; f < quantised.filters; ++f)
    for (std::size_t i = 0; i < quantised.depth; ++i) {
      const auto w = double{weights[f * quantised.depth + i]};
      const double error = w - double{quantised.value(f, i)};
      noise.signal += w * w;
      noise.noise += error * error;
    }
  return noise;
}

}  // namespace gossamer::tensor::quantize
