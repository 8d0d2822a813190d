// SPDX-License-Identifier: Apache-2.0
#include "workload/output_constant.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/random.hpp"
#include "numerics/fixed_point.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using workload::output_constant;

namespace {

std::size_t kept(const std::vector<std::int32_t>& sums, std::int32_t constant, unsigned shift) {
  numerics::Int16Arithmetic arithmetic;
  arithmetic.relu = true;
  arithmetic.subtract = constant;
  arithmetic.output_shift = shift;
  return static_cast<std::size_t>(std::count_if(
      sums.begin(), sums.end(), [&](std::int32_t sum) { return arithmetic.output(sum) > 0; }));
}

/// The same rule by trying every constant.
std::int32_t by_trial(const std::vector<std::int32_t>& sums, double density, unsigned shift) {
  const double wanted = density * static_cast<double>(sums.size());
  std::int32_t best = 0;
  double best_distance = 1e9;
  for (std::int32_t size = 0; size < 300; ++size)
    for (const std::int32_t c : {size, -size}) {
      const double distance = std::fabs(static_cast<double>(kept(sums, c, shift)) - wanted);
      if (distance < best_distance) best = c;
      best_distance = std::min(distance, best_distance);
    }
  return best;
}

}  // namespace

TEST_CASE("the constant keeps the share of outputs that comes nearest to the density") {
  const auto seed = GENERATE(range(0, 40));
  core::RandomStream random(static_cast<std::uint64_t>(seed), "sums");
  const unsigned shift = random.below(4);
  const double density = random.below(11) / 10.0;
  std::vector<std::int32_t> sums(random.below(30));
  for (std::int32_t& sum : sums) sum = static_cast<std::int32_t>(random.below(41)) - 20;
  CAPTURE(shift, density, sums);
  CHECK(output_constant(sums, density, shift) == by_trial(sums, density, shift));
}

TEST_CASE("nothing is subtracted where nothing needs to be") {
  CHECK(output_constant({-5, -4, 4, 5}, 0.5, 0) == 0);
  CHECK(output_constant({}, 0.5, 8) == 0);
}

TEST_CASE("of two constants that come equally near, the one nearest to zero is taken") {
  // One of two equal sums cannot be kept alone: both or none are equally near.
  CHECK(output_constant({5, 5}, 0.5, 0) == 0);
  CHECK(output_constant({-3, -3}, 0.5, 0) == 0);
  CHECK(output_constant({-8, 2}, 0.25, 0) == 0);
}

TEST_CASE("the extremes of 24 bits need no more than 32") {
  const std::vector<std::int32_t> sums{-8388608, 8388607};
  CHECK(kept(sums, output_constant(sums, 1.0, 8), 8) == 2);
  CHECK(kept(sums, output_constant(sums, 0.0, 8), 8) == 0);
  CHECK(kept(sums, output_constant(sums, 1.0, 23), 23) == 2);
}
