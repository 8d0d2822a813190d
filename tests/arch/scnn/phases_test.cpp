// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/phases.hpp"

#include "arch/scnn/random_conv.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using arch::scnn::Axis;
using arch::scnn::Phase;
using arch::scnn::Phases;
using arch::scnn::Tap;

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

TEST_CASE("every tap of a convolution is in one phase, in the order of its index") {
  const std::uint64_t seed = GENERATE(range(0, 40));
  core::RandomStream random{seed, "phases"};
  const auto conv = test::random_strided_conv(random);
  const Phases phases{conv};
  CAPTURE(seed);
  std::vector<int> times(phases.taps());
  std::size_t most = 0;
  for (std::uint32_t p = 0; p < phases.size(); ++p) {
    const Phase& phase = phases[p];
    CHECK_FALSE(phase.taps.empty());
    most = std::max(most, phase.taps.size());
    for (std::size_t n = 0; n < phase.taps.size(); ++n) {
      const Tap& tap = phase.taps[n];
      ++times[tap.index];
      CHECK((n == 0 || tap.index > phase.taps[n - 1].index));
      const std::uint32_t y = tap.index / conv.filter_width * conv.dilation_y;
      const std::uint32_t x = tap.index % conv.filter_width * conv.dilation_x;
      CHECK(y == tap.row * conv.stride_y + phase.row);
      CHECK(x == tap.col * conv.stride_x + phase.col);
    }
  }
  CHECK(times == std::vector<int>(conv.filter_height * conv.filter_width, 1));
  CHECK(phases.most_taps() == most);
}

TEST_CASE("a stride of 1 has one phase; a stride beyond the kernel has one per tap") {
  workload::Conv2d conv;
  conv.height = conv.width = 9;
  conv.filter_height = conv.filter_width = 3;
  CHECK(Phases{conv}.size() == 1);
  conv.stride_y = 4;
  CHECK(Phases{conv}.size() == 3);
  conv.stride_x = 3;
  CHECK(Phases{conv}.size() == 9);
  conv.dilation_x = 3;  // all columns of taps in one phase
  conv.width = 20;
  CHECK(Phases{conv}.size() == 3);
}
