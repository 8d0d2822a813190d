// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/phases.hpp"

#include "arch/planar/random_conv.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using arch::scnn::Phase;
using arch::scnn::Phases;
using arch::scnn::Tap;

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
