// SPDX-License-Identifier: Apache-2.0
#include "arch/int16/refusals.hpp"

#include "support/catch.hpp"
#include "support/layers.hpp"

using namespace gossamer;
using namespace gossamer::arch;

TEST_CASE("any operand that is not int16 is refused in the machine's name") {
  auto layer = test::conv_layer(1, 3, 1, 1, 0, 1.0, 1.0);
  CHECK(int16::precision_refusal("m", layer).empty());
  layer.precision.activations = "int16";
  CHECK(int16::precision_refusal("m", layer).empty());
  layer.precision.outputs = "int8";
  CHECK(int16::precision_refusal("m", layer) == "m computes in int16, not in int8");
}

TEST_CASE("a run without values needs the density of the outputs; a run with values does not") {
  auto layer = test::conv_layer(1, 3, 1, 1, 0, 1.0, 1.0);
  layer.output_density.reset();
  SimulationOptions options;
  CHECK(int16::mask_refusal(layer, options).empty());
  options.values = false;
  CHECK_FALSE(int16::mask_refusal(layer, options).empty());
  layer.output_density = 0.5;
  CHECK(int16::mask_refusal(layer, options).empty());
}
