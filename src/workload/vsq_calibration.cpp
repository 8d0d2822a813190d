// SPDX-License-Identifier: Apache-2.0
#include "workload/vsq_calibration.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "core/random.hpp"
#include "core/work_share.hpp"
#include "tensor/draw_distinct.hpp"
#include "tensor/quantize/ordered_sum.hpp"
#include "workload/conv_form.hpp"
#include "workload/real_sums.hpp"
#include "workload/stream_name.hpp"

namespace gossamer::workload {

namespace {

using numerics::vsq::PostProcessing;

constexpr std::size_t sampled_outputs = 16384;

/// Calls visit(sample, channel, sum) for every sampled output.
template <class Visit>
void for_each_output(const VsqCalibration& c, Visit visit) {
  for (std::size_t sample = 0; sample < c.sampled.size(); ++sample)
    for (std::size_t j = 0; j < c.channels[sample]; ++j)
      visit(sample, j, c.values[sample * c.vector_length + j]);
}

/// Sets gamma, and `subtract` in the units that follow from it, for a real constant.
void subtract_real(VsqCalibration& c, double constant) {
  double largest = 0;
  double largest_sum = 0;
  for_each_output(c, [&](std::size_t, std::size_t, double sum) {
    const double value = sum - constant;
    largest = std::max(largest, c.post.relu ? value : std::fabs(value));
    largest_sum = std::max(largest_sum, std::fabs(sum));
  });
  // No finer than that sums and the constant have their place in 30 bits.
  largest =
      std::max(largest, std::ldexp(largest_sum, static_cast<int>(PostProcessing::value_bits) - 31));
  if (largest == 0) largest = 1;
  c.gamma = largest / (double(c.post.output.element.highest()) * c.post.output.highest_scale());
  c.post.subtract = static_cast<std::int32_t>(std::llround(constant / c.unit()));
}

/// The value of a real sum in units as the post-processing unit has it: rounded, `subtract` taken
/// off, saturated, ReLU.
std::int32_t fixed_point(const PostProcessing& post, double units) {
  constexpr std::int64_t end = std::int64_t{1} << (PostProcessing::value_bits - 1);
  const std::int64_t value = std::llround(units) - post.subtract;
  return static_cast<std::int32_t>(std::clamp(value, post.relu ? 0 : -end, end - 1));
}

std::uint64_t nonzero_codes(const VsqCalibration& c) {
  std::vector<std::int32_t> fixed(c.vector_length);
  std::vector<std::int16_t> codes(c.vector_length);
  std::uint64_t nonzeros = 0;
  const double unit = c.unit();
  for (std::size_t sample = 0; sample < c.sampled.size(); ++sample) {
    const std::size_t count = c.channels[sample];
    for (std::size_t j = 0; j < count; ++j)
      fixed[j] = fixed_point(c.post, c.values[sample * c.vector_length + j] / unit);
    c.post.quantise(fixed.data(), count, codes.data());
    for (std::size_t j = 0; j < count; ++j) nonzeros += codes[j] != 0 ? 1 : 0;
  }
  return nonzeros;
}

std::uint64_t outputs_of(const VsqCalibration& c) {
  std::uint64_t count = 0;
  for (const std::size_t channels : c.channels) count += channels;
  return count;
}

/// Bisection for the constant that brings the density of codes nearest to `density`; of equally
/// near ones among those tried, the one nearest to 0.
double constant_for(VsqCalibration& c, double density) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for_each_output(c, [&](std::size_t, std::size_t, double sum) {
    low = std::min(low, sum);
    high = std::max(high, sum);
  });
  low -= high - low;  // all outputs are then at least half of the largest one, and none becomes 0
  const double wanted = density * static_cast<double>(outputs_of(c));
  auto best = std::tuple(std::numeric_limits<double>::infinity(), 0.0, 0.0);
  const auto excess_with = [&](double constant) {
    subtract_real(c, constant);
    const double excess = static_cast<double>(nonzero_codes(c)) - wanted;
    best = std::min(best, std::tuple(std::fabs(excess), std::fabs(constant), constant));
    return excess;
  };
  excess_with(high);
  excess_with(low);
  double middle = std::clamp(0.0, low, high);
  constexpr int most_tries = 48;
  for (int i = 0; i < most_tries && std::get<0>(best) >= 0.5; ++i) {
    (excess_with(middle) > 0 ? low : high) = middle;
    middle = low + (high - low) / 2;
  }
  return std::get<2>(best);
}

bool meets_output_density(const Layer& layer) {
  return layer.relu && layer.output_density && layer.weights.generated() &&
         layer.activations.generated();
}

void draw_samples(VsqCalibration& c, const Layer& layer, const VsqOperands& operands,
                  std::size_t invocation, std::uint64_t seed) {
  const auto shape = conv_shape(layer);
  const OutputVectors vectors{shape, c.vector_length};
  core::RandomStream random(seed, stream_name(layer, "sampled outputs", invocation));
  const std::size_t count = std::max<std::size_t>(1, sampled_outputs / c.vector_length);
  c.sampled = tensor::draw_distinct(vectors.count(), count, random);
  for (const std::size_t number : c.sampled) c.channels.push_back(vectors.filters(number));
  const ConvOperand<float> weights(layer, operands.real_weights);
  const ConvOperand<float> activations(layer, operands.real_activations);
  c.values = real_sums(vectors, weights.data(), activations.data(), c.sampled);
}

}  // namespace

double VsqCalibration::unit() const {
  return std::ldexp(gamma, -static_cast<int>(post.fraction_bits()));
}

VsqCalibration calibrate(const Layer& layer, const VsqOperands& operands,
                         const VsqSettings& settings, std::size_t invocation, std::uint64_t seed) {
  const core::WorkScope scope{core::Work::generation};
  VsqCalibration c;
  c.vector_length = settings.vector_length;
  c.post.relu = layer.relu;
  c.post.output = settings.output;
  c.post.order = settings.order;
  draw_samples(c, layer, operands, invocation, seed);
  subtract_real(c, meets_output_density(layer) ? constant_for(c, *layer.output_density) : 0.0);
  const int shift = static_cast<int>(settings.arithmetic.scale_product_shift());
  const double step = std::ldexp(operands.activations.gamma_of(0), shift) / c.unit();
  for (std::size_t filter = 0; filter < operands.weights.vectors.outer; ++filter)
    c.post.rescale.push_back(numerics::vsq::rescale_of(operands.weights.gamma_of(filter) * step));
  return c;
}

double sampled_density(const VsqCalibration& calibration) {
  return static_cast<double>(nonzero_codes(calibration)) /
         static_cast<double>(outputs_of(calibration));
}

tensor::quantize::Noise output_noise(const VsqCalibration& c,
                                     const numerics::vsq::Vectors& outputs) {
  tensor::quantize::OrderedSum signal;
  tensor::quantize::OrderedSum noise;
  const double subtracted = c.post.subtract * c.unit();
  for_each_output(c, [&](std::size_t sample, std::size_t j, double sum) {
    const std::size_t number = c.sampled[sample];
    const double real = c.post.relu ? std::max(0.0, sum - subtracted) : sum - subtracted;
    const double stored = c.gamma * outputs.scales[number] * outputs.vector(number)[j];
    const std::size_t lane = j % tensor::quantize::OrderedSum::lanes;
    signal.add(lane, real * real);
    noise.add(lane, (real - stored) * (real - stored));
  });
  return {signal.total(), noise.total()};
}

}  // namespace gossamer::workload
