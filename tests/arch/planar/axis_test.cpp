// SPDX-License-Identifier: Apache-2.0
#include "arch/planar/axis.hpp"

#include <vector>

#include "support/catch.hpp"

using namespace gossamer;
using arch::planar::Axis;

TEST_CASE("an input and a tap meet exactly at the outputs that their phases say, along any axis") {
  const std::uint32_t stride = GENERATE(1U, 2U, 3U, 4U, 5U);
  const std::uint32_t dilation = GENERATE(1U, 2U, 3U);
  const std::uint32_t pad = GENERATE(0U, 1U, 3U);
  const Axis axis{5, stride, dilation, pad};
  std::size_t wrong = 0;
  for (std::int32_t input = 0; input < 20; ++input) {
    for (std::uint32_t tap = 0; tap < axis.taps; ++tap) {
      const bool same_phase =
          (static_cast<std::uint32_t>(input) + pad) % stride == axis.phase_of_tap(tap);
      for (std::int32_t output = -20; output < 30; ++output) {
        const bool meet = output * static_cast<std::int32_t>(stride) +
                              static_cast<std::int32_t>(tap * dilation) ==
                          input + static_cast<std::int32_t>(pad);
        const bool told =
            same_phase &&
            output == axis.shifted_input(input) - static_cast<std::int32_t>(axis.shifted_tap(tap));
        wrong += meet != told ? 1 : 0;
      }
    }
  }
  CAPTURE(stride, dilation, pad);
  CHECK(wrong == 0);
}

TEST_CASE("the inputs of a phase in a range are those of that phase, one by one") {
  const std::uint32_t stride = GENERATE(1U, 2U, 3U, 4U);
  const std::uint32_t pad = GENERATE(0U, 1U, 2U, 5U);
  const Axis axis{3, stride, 1, pad};
  for (std::uint32_t phase = 0; phase < stride; ++phase) {
    for (std::int32_t begin = 0; begin < 9; ++begin) {
      for (std::int32_t end = begin; end < 12; ++end) {
        const Axis::Run run = axis.inputs(phase, begin, end);
        std::vector<std::int32_t> expected;
        for (std::int32_t input = begin; input < end; ++input) {
          if ((static_cast<std::uint32_t>(input) + pad) % stride == phase) {
            expected.push_back(input);
          }
        }
        REQUIRE(run.count == static_cast<std::int32_t>(expected.size()));
        for (std::int32_t n = 0; n < run.count; ++n) {
          const std::int32_t input = run.first + n * static_cast<std::int32_t>(stride);
          REQUIRE(input == expected[static_cast<std::size_t>(n)]);
          REQUIRE(axis.shifted_input(input) == run.shifted + n);
        }
      }
    }
  }
}

TEST_CASE(
    "a range of outputs meets inputs from the first tap of its first to the last of its last") {
  const Axis axis{3, 2, 3, 1};  // output o meets inputs 2 o - 1, 2 o + 2, 2 o + 5
  CHECK(axis.first_input(4) == 7);
  CHECK(axis.input_end(6) == 2 * 5 + 5 + 1);
  CHECK(axis.last_shifted_tap() == 3);
}
