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
#include "workload/sampled_sums.hpp"
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
  const auto indices = tensor::draw_distinct(shape.outputs(), sampled_outputs, random);
  return real_output_constant(sampled_sums(layer, weights, activations, indices),
                              *layer.output_density, largest_zero(stored));
}

}  // namespace gossamer::workload
