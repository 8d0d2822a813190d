// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/accumulators.hpp"

#include "support/catch.hpp"

using namespace gossamer;
using arch::scnn::Accumulators;
using arch::scnn::Rect;
using arch::scnn::Tiling;

namespace {

workload::Conv2d square(std::uint32_t size, std::uint32_t kernel) {
  workload::Conv2d conv;
  conv.height = conv.width = size;
  conv.filter_height = conv.filter_width = kernel;
  return conv;
}

}  // namespace

TEST_CASE("small tiles are kept as they are, larger ones in whole vectors") {
  CHECK(Accumulators::stride_of(Rect{0, 0, 0, 0}) == 0);
  CHECK(Accumulators::stride_of(Rect{0, 1, 0, 7}) == 7);
  CHECK(Accumulators::stride_of(Rect{0, 2, 0, 4}) == 16);
  CHECK(Accumulators::stride_of(Rect{0, 4, 0, 4}) == 16);
  CHECK(Accumulators::stride_of(Rect{0, 7, 0, 7}) == 64);
}

TEST_CASE("what is read of an output is the sum over the taps that reach it") {
  const Tiling tiling{square(4, 2), 1, 1};
  Accumulators accumulators{tiling, tiling.input(0), 2};
  std::uint32_t* set = accumulators.set(0);
  const std::uint32_t stride = accumulators.stride();
  // Filter 1: tap (0, 0) at input (0, 0), tap (1, 1) at input (1, 1): both reach footprint (1, 1).
  set[(1 * 4 + 0) * stride + 0] = 5;
  set[(1 * 4 + 3) * stride + 5] = 0xffffffffU;
  const auto sums = accumulators.read(0, 2);
  REQUIRE(sums.size() == 2 * 25);
  CHECK(sums[25 + 1 * 5 + 1] == 4);
  std::uint32_t others = 0;
  for (const std::uint32_t sum : sums) others += sum;
  CHECK(others == 4);
}

TEST_CASE("groups take turns in two sets, and clearing one leaves the other") {
  const Tiling tiling{square(3, 1), 1, 1};
  Accumulators accumulators{tiling, tiling.input(0), 1};
  accumulators.set(0)[0] = 1;
  accumulators.set(1)[0] = 2;
  CHECK(accumulators.set(2)[0] == 1);
  accumulators.clear(0);
  CHECK(accumulators.read(0, 1)[0] == 0);
  CHECK(accumulators.read(1, 1)[0] == 2);
}
