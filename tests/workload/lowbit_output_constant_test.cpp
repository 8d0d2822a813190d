// SPDX-License-Identifier: Apache-2.0
// Which constant brings outputs to a density.
#include "workload/lowbit_output_constant.hpp"

#include <algorithm>

#include "numerics/lowbit/accumulate.hpp"
#include "numerics/lowbit/format_names.hpp"
#include "support/catch.hpp"
#include "workload/sample_layers.hpp"

using namespace gossamer;
using namespace gossamer::workload;

namespace {

std::size_t kept(const std::vector<double>& values, double constant, double least) {
  return static_cast<std::size_t>(std::count_if(
      values.begin(), values.end(), [&](double value) { return value - constant > least; }));
}

}  // namespace

TEST_CASE("a constant lies halfway between the last value that is kept and the first that is not") {
  const std::vector<double> values{5, 1, 3, 2, 4, -6};
  CHECK(real_output_constant(values, 0.5, 0) == 2.5F);
  CHECK(real_output_constant(values, 1.0 / 6, 0) == 4.5F);
  CHECK(real_output_constant(values, 0.5, 0.25) == 2.25F);
  CHECK(real_output_constant(values, 5.0 / 6, 0) == 0);  // as they are
  for (const double density : {0.0, 1.0}) {
    const float c = real_output_constant(values, density, 0.25);
    CHECK(kept(values, c, 0.25) == (density == 0 ? 0 : 6));
  }
}

TEST_CASE("values that tie are kept or dropped together") {
  const std::vector<double> values{1, 1, 1, 1, 2, 0.5};
  CHECK(kept(values, real_output_constant(values, 0.3, 0), 0) == 1);
  CHECK(kept(values, real_output_constant(values, 0.7, 0), 0) == 5);
  CHECK(kept({3, 3}, real_output_constant({3, 3}, 0.1, 0), 0) == 0);
}

TEST_CASE("nothing is subtracted without ReLU, without a density, or from operands of a file") {
  const numerics::lowbit::Format format;
  Layer layer = test::conv_layer(8, 6, 8);
  layer.weights.density = {0.5};
  layer.activations.density = {0.5};
  layer.relu = true;
  layer.output_density = 0.2;
  const auto weights = lowbit_weights(layer, 1, format, {}, Values::drawn);
  const auto activations = lowbit_activations(layer, 0, 1, format, Values::drawn);
  const auto constant = [&](const Layer& of) {
    return lowbit_output_constant(of, weights, activations, format, 0, 1);
  };
  CHECK(constant(layer) > 0);
  Layer other = layer;
  other.relu = false;
  CHECK(constant(other) == 0);
  other = layer;
  other.output_density.reset();
  CHECK(constant(other) == 0);
  other = layer;
  other.weights.files = {"w.npy"};
  CHECK(constant(other) == 0);
}
