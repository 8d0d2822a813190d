// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/accumulators.hpp"

#include "arch/planar/random_conv.hpp"
#include "arch/scnn/scatter_kernels.hpp"
#include "arch/scnn/scene.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using test::planar;

namespace {

/// Position of input (y, x) in its phase's part of a tile.
std::uint32_t position_of(const Phases& phases, const Phase& phase, const Rect& tile,
                          std::int32_t y, std::int32_t x) {
  const auto rows = phases.vertical().inputs(phase.row, tile.y0, tile.y1);
  const auto cols = phases.horizontal().inputs(phase.col, tile.x0, tile.x1);
  const auto stride_y = static_cast<std::int32_t>(phases.vertical().stride);
  const auto stride_x = static_cast<std::int32_t>(phases.horizontal().stride);
  return static_cast<std::uint32_t>((y - rows.first) / stride_y * cols.count +
                                    (x - cols.first) / stride_x);
}

}  // namespace

TEST_CASE("sums per tap are padded to what is multiplied at a time") {
  const Phases phases{test::square(9, 3, 0)};
  CHECK(Accumulators::stride_of(phases, Rect{0, 1, 0, 3}) == padded_tile(3));
  CHECK(Accumulators::stride_of(phases, Rect{0, 1, 0, 7}) == padded_tile(7));
  CHECK(Accumulators::stride_of(phases, Rect{0, 7, 0, 7}) == padded_tile(49));
  CHECK(padded_tile(49) >= 49);
}

TEST_CASE("under a stride, the largest part of a tile that one phase has counts") {
  auto conv = test::square(9, 3, 0);
  conv.stride_y = 2;
  conv.stride_x = 3;
  const Phases phases{conv};
  CHECK(Accumulators::stride_of(phases, Rect{0, 3, 0, 4}) ==
        padded_tile(4));  // 2 of the rows, 2 of the columns
  CHECK(Accumulators::stride_of(phases, Rect{0, 7, 0, 7}) == padded_tile(12));  // 4 x 3
}

TEST_CASE("what is read of an output is the sum over the taps that reach it") {
  const auto conv = test::square(4, 2, 0);
  const Phases phases{conv};
  const Tiling tiling{conv, planar(1, 1)};
  Accumulators accumulators{phases, Accumulators::stride_of(phases, tiling.input(0)), 2};
  std::uint32_t* set = accumulators.set(0);
  const std::uint32_t stride = accumulators.stride();
  // Filter 1: tap (0, 0) at input (0, 0), tap (1, 1) at input (1, 1): both reach footprint (1, 1).
  set[(1 * 4 + 0) * stride + 0] = 5;
  set[(1 * 4 + 3) * stride + 5] = 0xffffffffU;
  const auto sums = accumulators.read(0, 2, tiling.input(0), tiling.footprint_size());
  REQUIRE(sums.size() == 2 * 25);
  CHECK(sums[25 + 1 * 5 + 1] == 4);
  std::uint32_t others = 0;
  for (const std::uint32_t sum : sums) others += sum;
  CHECK(others == 4);
}

TEST_CASE("under strides and dilations, every product is read at the output that it belongs to") {
  const std::uint64_t seed = GENERATE(range(0, 40));
  core::RandomStream random{seed, "accumulators"};
  const auto conv = test::random_strided_conv(random);
  const Phases phases{conv};
  const Tiling tiling{conv, planar(test::between(random, 1, 4), test::between(random, 1, 4))};
  CAPTURE(seed);
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    const Rect tile = tiling.input(pe);
    const Rect footprint = tiling.footprint(pe);
    Accumulators accumulators{phases, Accumulators::stride_of(phases, tile), 2};
    std::vector<std::uint32_t> expected(2 * footprint.area());
    std::uint32_t product = 1;
    for (std::int32_t y = tile.y0; y < tile.y1; ++y) {
      for (std::int32_t x = tile.x0; x < tile.x1; ++x) {
        for (std::uint32_t p = 0; p < phases.size(); ++p) {
          for (const Tap& tap : phases[p].taps) {
            const auto out_y = test::meets_in_row(conv, y, tap.index / conv.filter_width);
            const auto out_x = test::meets_in_col(conv, x, tap.index % conv.filter_width);
            if (!out_y || !out_x) continue;
            const std::uint32_t position = position_of(phases, phases[p], tile, y, x);
            accumulators.set(1)[(phases.taps() + tap.index) * accumulators.stride() + position] =
                product;
            expected[footprint.area() +
                     static_cast<std::size_t>((*out_y - footprint.y0) * footprint.width() + *out_x -
                                              footprint.x0)] += product++;
          }
        }
      }
    }
    CHECK(accumulators.read(1, 2, tile, tiling.footprint_size()) == expected);
  }
}

TEST_CASE("groups take turns in two sets, and clearing one leaves the other") {
  const auto conv = test::square(3, 1, 0);
  const Phases phases{conv};
  const Tiling tiling{conv, planar(1, 1)};
  Accumulators accumulators{phases, Accumulators::stride_of(phases, tiling.input(0)), 1};
  const auto first_sum = [&](std::uint32_t step) {
    return accumulators.read(step, 1, tiling.input(0), tiling.footprint_size())[0];
  };
  accumulators.set(0)[0] = 1;
  accumulators.set(1)[0] = 2;
  CHECK(accumulators.set(2)[0] == 1);
  accumulators.clear(0);
  CHECK(first_sum(0) == 0);
  CHECK(first_sum(1) == 2);
}
