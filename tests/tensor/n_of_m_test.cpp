// SPDX-License-Identifier: Apache-2.0
#include "tensor/n_of_m.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "support/catch.hpp"

using namespace gossamer::tensor;
using gossamer::core::RandomStream;

namespace {

using Mask = std::vector<std::uint8_t>;

const NOfM two_of_four{2, 4, 1};
const NOfM one_of_two{1, 2, 1};
const NOfM pairs{2, 4, 2};

Mask draw(const MaskGeometry& geometry, const NOfM& limit, double density, std::uint64_t seed = 1) {
  RandomStream random(seed, "n of m");
  return n_of_m_mask(geometry, limit, density, random);
}

/// Most units with a non-zero in any group of any line.
std::size_t fullest_group(const Mask& mask, const MaskGeometry& g, const NOfM& limit) {
  std::map<std::size_t, std::set<std::size_t>> units_of_group;
  for (std::size_t at = 0; at < mask.size(); ++at) {
    if (mask[at] == 0) continue;
    const std::size_t r = at / g.inner % g.reduction;
    const std::size_t line = at / (g.inner * g.reduction) * g.inner + at % g.inner;
    const std::size_t unit = r / limit.unit;
    units_of_group[line * g.reduction + unit / limit.m].insert(unit);
  }
  std::size_t most = 0;
  for (const auto& [group, units] : units_of_group) most = std::max(most, units.size());
  return most;
}

}  // namespace

TEST_CASE("no group has more than n units and the count is exact, for every length of line") {
  const NOfM limit = GENERATE(two_of_four, one_of_two, pairs);
  const std::size_t reduction = GENERATE(range(1, 20));
  const std::size_t inner = GENERATE(1u, 3u);
  const double density = GENERATE(0.0, 0.1, 0.37, 0.5);
  CAPTURE(limit.n, limit.unit, reduction, inner, density);
  const MaskGeometry geometry{5, reduction, inner, 1};
  const Mask mask = draw(geometry, limit, density);
  CHECK(std::count(mask.begin(), mask.end(), 1) ==
        static_cast<std::ptrdiff_t>(exact_count(density, geometry.elements())));
  CHECK(fullest_group(mask, geometry, limit) <= limit.n);
}

TEST_CASE("at n of m every group is full") {
  const Mask mask = draw({1, 64, 1, 1}, two_of_four, 0.5);
  for (std::size_t first = 0; first < 64; first += 4)
    CHECK(std::count(&mask[first], &mask[first] + 4, 1) == 2);
}

TEST_CASE("at 4 of 8 in pairs both elements of a pair go together") {
  const Mask mask = draw({1, 64, 1, 1}, pairs, 0.5);
  for (std::size_t first = 0; first < 64; first += 2) CHECK(mask[first] == mask[first + 1]);
}

TEST_CASE("patterns run along the reduction dimension, not along memory") {
  const MaskGeometry geometry{1, 4, 100, 1};
  const Mask mask = draw(geometry, two_of_four, 0.5);
  for (std::size_t i = 0; i < 100; ++i)
    CHECK(mask[i] + mask[100 + i] + mask[200 + i] + mask[300 + i] == 2);
}

TEST_CASE("each of the six placements in a full group of 2:4 is equally likely") {
  const Mask mask = draw({1, 4 * 12000, 1, 1}, two_of_four, 0.5);
  std::map<int, int> seen;
  for (std::size_t at = 0; at < mask.size(); at += 4)
    ++seen[mask[at] + 2 * mask[at + 1] + 4 * mask[at + 2] + 8 * mask[at + 3]];
  REQUIRE(seen.size() == 6);
  double chi_square = 0;
  for (const auto& [placement, count] : seen)
    chi_square += (count - 2000.0) * (count - 2000.0) / 2000.0;
  CHECK(chi_square < 20.5);  // 5 degrees of freedom, one in a thousand
}

TEST_CASE("a density above n of m is refused with the limit") {
  CHECK_THROWS_WITH(draw({1, 64, 1, 1}, two_of_four, 0.6),
                    "density 0.6 does not fit 2 of 4; at most 0.5");
}
