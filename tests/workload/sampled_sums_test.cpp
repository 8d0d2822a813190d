// SPDX-License-Identifier: Apache-2.0
// Sums of chosen outputs against one multiplication after the other.
#include "workload/sampled_sums.hpp"

#include <algorithm>
#include <numeric>

#include "support/catch.hpp"
#include "workload/conv_form.hpp"
#include "workload/sample_layers.hpp"

using namespace gossamer;
using namespace gossamer::workload;

namespace {

double sum_of(const Layer& layer, const numerics::lowbit::Weights& weights,
              const LowbitActivations& activations, std::size_t index) {
  const auto s = conv_shape(layer);
  const auto x_out = static_cast<std::ptrdiff_t>(index % s.out_width);
  const auto y_out = static_cast<std::ptrdiff_t>(index / s.out_width % s.out_height);
  const std::size_t filter = index / (s.out_width * s.out_height) % s.filters;
  const std::size_t image = index / (s.out_width * s.out_height * s.filters);
  double sum = 0;
  for (std::size_t ky = 0; ky < s.filter_height; ++ky) {
    for (std::size_t kx = 0; kx < s.filter_width; ++kx) {
      const auto y = y_out * static_cast<std::ptrdiff_t>(s.stride_y) +
                     static_cast<std::ptrdiff_t>(ky * s.dilation_y) -
                     static_cast<std::ptrdiff_t>(s.pad_top);
      const auto x = x_out * static_cast<std::ptrdiff_t>(s.stride_x) +
                     static_cast<std::ptrdiff_t>(kx * s.dilation_x) -
                     static_cast<std::ptrdiff_t>(s.pad_left);
      if (y < 0 || x < 0 || y >= static_cast<std::ptrdiff_t>(s.height) ||
          x >= static_cast<std::ptrdiff_t>(s.width)) {
        continue;
      }
      for (std::size_t c = 0; c < s.channels_per_group(); ++c) {
        const std::size_t channel =
            image * s.channels + filter / s.filters_per_group() * s.channels_per_group() + c;
        const std::size_t at = (channel * s.height + static_cast<std::size_t>(y)) * s.width +
                               static_cast<std::size_t>(x);
        const double activation = activations.integers.empty()
                                      ? double{activations.real[at]}
                                      : static_cast<double>(activations.integers[at]);
        const std::size_t weight = (c * s.filter_height + ky) * s.filter_width + kx;
        sum += double{weights.value(filter, weight)} * activation;
      }
    }
  }
  return sum * activations.scale;
}

}  // namespace

TEST_CASE("sampled sums are those of one multiplication after the other, to the last bit") {
  numerics::lowbit::Format format;
  if (GENERATE(false, true)) {
    format.activations = numerics::lowbit::ActivationType::integer;
    format.activation_bits = 4;
  }
  Layer layer = test::conv_layer(4, 8, 12, GENERATE(1U, 2U), 2);
  auto& conv = std::get<Conv2d>(layer.shape);
  conv.stride_y = GENERATE(1U, 3U);
  conv.dilation_x = GENERATE(1U, 2U);
  conv.pad_top = GENERATE(0U, 2U);
  layer.weights.density = {0.5};
  layer.activations.density = {0.5};
  const auto weights = lowbit_weights(layer, 1, format, {}, Values::drawn);
  const auto activations = lowbit_activations(layer, 0, 1, format, Values::drawn);
  std::vector<std::size_t> indices(conv_shape(layer).outputs());
  std::iota(indices.begin(), indices.end(), 0);
  const std::size_t plane = conv_shape(layer).out_height * conv_shape(layer).out_width;
  std::stable_sort(indices.begin(), indices.end(),
                   [&](std::size_t a, std::size_t b) { return a / plane % 8 < b / plane % 8; });
  std::vector<double> expected;
  for (const std::size_t index : indices) {
    expected.push_back(sum_of(layer, weights, activations, index));
  }
  CHECK(sampled_sums(layer, weights, activations, indices) == expected);
  CHECK(std::count(expected.begin(), expected.end(), 0.0) <
        static_cast<std::ptrdiff_t>(expected.size()));
}
