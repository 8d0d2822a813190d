// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/halo_plan.hpp"

#include <map>
#include <set>
#include <tuple>

#include "arch/planar/random_conv.hpp"
#include "arch/scnn/scene.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::arch::scnn;
using test::planar;
using test::square;

namespace {

using Position = std::pair<std::int32_t, std::int32_t>;

/// The outputs inside the plane that the inputs of a PE meet, product by product.
std::set<Position> reached(const workload::Conv2d& conv, const Rect& inputs) {
  std::set<Position> outputs;
  for (std::int32_t y = inputs.y0; y < inputs.y1; ++y) {
    for (std::int32_t x = inputs.x0; x < inputs.x1; ++x) {
      for (std::uint32_t tap = 0; tap < conv.filter_height * conv.filter_width; ++tap) {
        const auto p = test::meets_in_row(conv, y, tap / conv.filter_width);
        const auto q = test::meets_in_col(conv, x, tap % conv.filter_width);
        const bool inside = p && q && *p >= 0 && *q >= 0 &&
                            *p < static_cast<std::int32_t>(conv.out_height()) &&
                            *q < static_cast<std::int32_t>(conv.out_width());
        if (inside) outputs.emplace(*p, *q);
      }
    }
  }
  return outputs;
}

std::multiset<Position> positions(const Rect& rect) {
  std::multiset<Position> all;
  for (std::int32_t y = rect.y0; y < rect.y1; ++y) {
    for (std::int32_t x = rect.x0; x < rect.x1; ++x) all.emplace(y, x);
  }
  return all;
}

bool contains(const Rect& rect, const Position& at) {
  return at.first >= rect.y0 && at.first < rect.y1 && at.second >= rect.x0 && at.second < rect.x1;
}

/// PEs after `from` on the way to `to`: diagonally while both coordinates differ, then straight.
std::vector<std::uint32_t> way(std::uint32_t from, std::uint32_t to, std::uint32_t cols) {
  std::vector<std::uint32_t> hops;
  std::uint32_t row = from / cols;
  std::uint32_t col = from % cols;
  while (row != to / cols || col != to % cols) {
    if (row != to / cols) row = row < to / cols ? row + 1 : row - 1;
    if (col != to % cols) col = col < to % cols ? col + 1 : col - 1;
    hops.push_back(row * cols + col);
  }
  return hops;
}

}  // namespace

TEST_CASE("each sum that a PE reaches and another owns is sent once, to its owner, and no other") {
  const std::uint64_t seed = GENERATE(range(0, 150));
  core::RandomStream random{seed, "halos"};
  const auto conv = test::random_conv(random);
  const Tiling tiling{conv, planar(test::between(random, 1, 8), test::between(random, 1, 8))};
  CAPTURE(seed, conv.height, conv.width, conv.filter_height, conv.filter_width, tiling.rows());
  const HaloPlan plan = plan_halos(tiling);
  REQUIRE(plan.sends.size() == tiling.pes());
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    std::multiset<Position> expected;
    for (const Position& at : reached(conv, tiling.input(pe))) {
      if (!contains(tiling.output(pe), at)) expected.insert(at);
    }
    std::multiset<Position> sent;
    for (const HaloRegion& region : plan.sends[pe]) {
      for (const Position& at : positions(region.outputs)) {
        CHECK(contains(tiling.output(region.owner), at));
        sent.insert(at);
      }
    }
    CHECK(sent == expected);
  }
}

TEST_CASE("under strides and in time tiles, all sums that a PE reaches get to their owners, once") {
  const std::uint64_t seed = GENERATE(range(0, 100));
  core::RandomStream random{seed, "strided halos"};
  const auto conv = test::random_strided_conv(random);
  const std::uint32_t parts = test::between(random, 1, 3);
  const Tiling tiling{conv, planar(test::between(random, 1, 6), test::between(random, 1, 6)),
                      TimeTile::part(conv, 0, 1, random.below(parts), parts)};
  CAPTURE(seed, parts);
  const HaloPlan plan = plan_halos(tiling);
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    std::multiset<Position> sent;
    for (const HaloRegion& region : plan.sends[pe]) {
      for (const Position& at : positions(region.outputs)) {
        CHECK(contains(tiling.output(region.owner), at));
        CHECK(contains(tiling.reach(pe), at));
        sent.insert(at);
      }
    }
    // What lies between outputs that are reached may be sent too, as zeros.
    std::size_t not_once = 0;
    for (const Position& at : reached(conv, tiling.input(pe))) {
      if (!contains(tiling.outputs(), at) || contains(tiling.output(pe), at)) continue;
      not_once += sent.count(at) == 1 ? 0 : 1;
    }
    CHECK(not_once == 0);
    CHECK(sent.size() == std::set<Position>(sent.begin(), sent.end()).size());
  }
}

TEST_CASE("by channels, no halo travels") {
  const HaloPlan plan = plan_halos(Tiling{square(8, 5, 2), test::by_channels(3, 3)});
  CHECK(plan.arrivals == std::vector<std::uint32_t>(9));
  for (const auto& sends : plan.sends) CHECK(sends.empty());
}

TEST_CASE("a PE's arrivals are the messages that end at it or pass through it") {
  const std::uint64_t seed = GENERATE(range(0, 100));
  core::RandomStream random{seed, "arrivals"};
  const auto conv = test::random_conv(random);
  const Tiling tiling{conv, planar(test::between(random, 1, 8), test::between(random, 1, 8))};
  CAPTURE(seed);
  const HaloPlan plan = plan_halos(tiling);
  std::vector<std::uint32_t> arrivals(tiling.pes());
  for (std::uint32_t pe = 0; pe < tiling.pes(); ++pe) {
    for (const HaloRegion& region : plan.sends[pe]) {
      for (const std::uint32_t hop : way(pe, region.owner, tiling.cols())) ++arrivals[hop];
    }
  }
  CHECK(plan.arrivals == arrivals);
}

TEST_CASE("tiles of one input under a 5 x 5 kernel send sums two hops away") {
  const Tiling tiling{square(8, 5, 2), planar(8, 8)};
  const HaloPlan plan = plan_halos(tiling);
  constexpr std::uint32_t middle = 3 * 8 + 3;
  CHECK(plan.sends[middle].size() == 24);  // a 5 x 5 footprint but its own
  // The 16 outer owners are two hops away, the 8 inner ones one: 40 link traversals a PE, far from
  // the rim.
  CHECK(plan.arrivals[middle] == 40);
}

TEST_CASE("neighbours exchange the rim of a tile: a row, a column and a corner") {
  const Tiling tiling{square(8, 3, 1), planar(2, 2)};
  const HaloPlan plan = plan_halos(tiling);
  REQUIRE(plan.sends[0].size() == 3);
  const auto check = [&](std::size_t n, std::uint32_t owner, std::uint64_t area) {
    CHECK(plan.sends[0][n].owner == owner);
    CHECK(plan.sends[0][n].outputs.area() == area);
  };
  check(0, 1, 4);
  check(1, 2, 4);
  check(2, 3, 1);
  CHECK(plan.arrivals == std::vector<std::uint32_t>{3, 3, 3, 3});
}

TEST_CASE("a kernel of 1 x 1 without pads sends nothing") {
  const HaloPlan plan = plan_halos(Tiling{square(13, 1, 0), planar(8, 8)});
  for (const auto& sends : plan.sends) CHECK(sends.empty());
  for (const std::uint32_t arrivals : plan.arrivals) CHECK(arrivals == 0);
}

TEST_CASE("opposite links join the same two PEs, and the rim of the grid has no links outward") {
  constexpr std::uint32_t rows = 3;
  constexpr std::uint32_t cols = 4;
  std::uint32_t links = 0;
  for (std::uint32_t pe = 0; pe < rows * cols; ++pe) {
    for (std::uint32_t link = 0; link < link_count; ++link) {
      const auto to = neighbour(pe, link, rows, cols);
      if (!to) continue;
      ++links;
      CHECK(link_towards(pe, *to, cols) == link);
      CHECK(neighbour(*to, link_count - 1 - link, rows, cols) == pe);
    }
  }
  // East-west, north-south and both diagonals, each in two directions.
  CHECK(links == 2 * (rows * (cols - 1) + (rows - 1) * cols + 2 * (rows - 1) * (cols - 1)));
}

TEST_CASE("a message leaves diagonally while its owner is neither in the row nor in the column") {
  constexpr std::uint32_t cols = 8;
  constexpr std::uint32_t south_east = 7;
  constexpr std::uint32_t east = 4;
  constexpr std::uint32_t north = 1;
  CHECK(link_towards(0, 2 * cols + 5, cols) == south_east);
  CHECK(link_towards(2 * cols + 2, 2 * cols + 5, cols) == east);
  CHECK(link_towards(4 * cols + 1, 0 * cols + 1, cols) == north);
}
