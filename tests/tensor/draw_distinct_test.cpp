// SPDX-License-Identifier: Apache-2.0
#include "tensor/draw_distinct.hpp"

#include <map>
#include <set>
#include <stdexcept>

#include "support/catch.hpp"

using gossamer::core::RandomStream;
using gossamer::tensor::draw_distinct;

TEST_CASE("drawn numbers are distinct and below the total") {
  RandomStream random(1, "distinct");
  const std::size_t total = GENERATE(101u, 150u, 100000u);
  const auto drawn = draw_distinct(total, 100, random);
  const std::set<std::size_t> distinct(drawn.begin(), drawn.end());
  CHECK(distinct.size() == 100);
  CHECK(*distinct.rbegin() < total);
}

TEST_CASE("a total of no more than the count is drawn whole, in order") {
  RandomStream random(1, "distinct");
  CHECK(draw_distinct(3, 3, random) == std::vector<std::size_t>{0, 1, 2});
  CHECK(draw_distinct(2, 3, random) == std::vector<std::size_t>{0, 1});
  CHECK(draw_distinct(0, 3, random).empty());
}

TEST_CASE("every set is equally likely") {
  RandomStream random(7, "distinct");
  std::map<std::set<std::size_t>, int> seen;
  for (int i = 0; i < 10000; ++i) {
    const auto drawn = draw_distinct(5, 2, random);
    ++seen[{drawn.begin(), drawn.end()}];
  }
  REQUIRE(seen.size() == 10);
  double chi_square = 0;
  for (const auto& [set, count] : seen) chi_square += (count - 1000.0) * (count - 1000.0) / 1000.0;
  CHECK(chi_square < 27.9);  // 9 degrees of freedom, one in a thousand
}

TEST_CASE("a total that 32 random bits cannot cover is refused") {
  RandomStream random(1, "distinct");
  CHECK_THROWS_AS(draw_distinct((std::size_t{1} << 32) + 1, 1, random), std::length_error);
}
