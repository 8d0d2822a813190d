// SPDX-License-Identifier: Apache-2.0
#include "workload/lowbit_output_constant.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <tuple>

#include "core/random.hpp"
#include "core/work_share.hpp"
#include "tensor/draw_distinct.hpp"
#include "workload/conv_form.hpp"
#include "workload/stream_name.hpp"

namespace gossamer::workload {

namespace {

using numerics::lowbit::ActivationType;
using numerics::lowbit::Format;
using numerics::lowbit::Weights;
using numerics::reference::ConvShape;

constexpr std::size_t sampled_outputs = 16384;

/// The largest number that is stored as 0.
double largest_zero(const Format& stored) {
  if (stored.is_integer()) return 0.5 / stored.highest_activation();
  return stored.activations == ActivationType::fp16 ? std::ldexp(1.0, -25) : 0.0;
}

/// Place of an input along one dimension, or -1 in the padding.
std::ptrdiff_t input_of(std::size_t out, std::size_t stride, std::size_t tap, std::size_t dilation,
                        std::size_t pad, std::size_t extent) {
  const std::size_t padded = out * stride + tap * dilation;
  return padded < pad || padded - pad >= extent ? -1 : static_cast<std::ptrdiff_t>(padded - pad);
}

/// Output `index` in the order [batch][filters][height][width].
double real_output(const ConvShape& s, const Weights& weights, const LowbitActivations& activations,
                   std::size_t index) {
  const std::size_t x_out = index % s.out_width;
  const std::size_t y_out = index / s.out_width % s.out_height;
  const std::size_t filter = index / (s.out_width * s.out_height) % s.filters;
  const std::size_t image = index / (s.out_width * s.out_height * s.filters);
  const std::size_t first =
      image * s.channels + filter / s.filters_per_group() * s.channels_per_group();
  const std::size_t area = s.filter_height * s.filter_width;
  double sum = 0;
  for (std::size_t place = 0; place < area; ++place) {
    const auto y =
        input_of(y_out, s.stride_y, place / s.filter_width, s.dilation_y, s.pad_top, s.height);
    const auto x =
        input_of(x_out, s.stride_x, place % s.filter_width, s.dilation_x, s.pad_left, s.width);
    if (y < 0 || x < 0) continue;
    const std::size_t at = static_cast<std::size_t>(y) * s.width + static_cast<std::size_t>(x);
    for (std::size_t c = 0; c < s.channels_per_group(); ++c) {
      const std::size_t i = (first + c) * s.height * s.width + at;
      const double activation =
          activations.integers.empty() ? double{activations.real[i]} : activations.integers[i];
      sum += weights.value(filter, c * area + place) * activation;
    }
  }
  return sum * activations.scale;
}

bool meets_output_density(const Layer& layer) {
  return layer.relu && layer.output_density && layer.weights.generated() &&
         layer.activations.generated();
}

}  // namespace

float real_output_constant(std::vector<double> values, double density, double least) {
  std::sort(values.begin(), values.end(), std::greater<>{});
  const std::size_t n = values.size();
  const double spread = std::max(values.front() - values.back(), std::fabs(values.front()) + 1);
  const double wanted = density * static_cast<double>(n);
  auto best = std::tuple(std::numeric_limits<double>::infinity(), 0.0, 0.0);
  for (std::size_t kept = 0; kept <= n; ++kept) {
    const double high = (kept == 0 ? values.front() + spread : values[kept - 1]) - least;
    const double low = (kept == n ? values.back() - spread : values[kept]) - least;
    if (low >= high) continue;
    const double c = low < 0 && 0 < high ? 0 : low + (high - low) / 2;
    best =
        std::min(best, std::tuple(std::fabs(static_cast<double>(kept) - wanted), std::fabs(c), c));
  }
  return static_cast<float>(std::get<2>(best));
}

float lowbit_output_constant(const Layer& layer, const Weights& weights,
                             const LowbitActivations& activations, const Format& stored,
                             std::size_t invocation, std::uint64_t seed) {
  if (!meets_output_density(layer)) return 0;
  const core::WorkScope scope{core::Work::generation};
  const ConvShape shape = conv_shape(layer);
  core::RandomStream random(seed, stream_name(layer, "sampled outputs", invocation));
  std::vector<double> values;
  for (const std::size_t index : tensor::draw_distinct(shape.outputs(), sampled_outputs, random)) {
    values.push_back(real_output(shape, weights, activations, index));
  }
  return real_output_constant(std::move(values), *layer.output_density, largest_zero(stored));
}

}  // namespace gossamer::workload
