// SPDX-License-Identifier: Apache-2.0
#include "tensor/generate.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>

#include "support/catch.hpp"
#include "tensor/selection.hpp"

using namespace gossamer::tensor;
using gossamer::core::RandomStream;

namespace {

using Mask = std::vector<std::uint8_t>;

std::size_t ones(const Mask& mask) {
  return static_cast<std::size_t>(std::count(mask.begin(), mask.end(), std::uint8_t{1}));
}

Mask draw(const MaskGeometry& geometry, double density, PatternKind kind, std::size_t length = 0,
          std::uint64_t seed = 1) {
  RandomStream random(seed, "mask");
  return generate_mask(geometry, density, {kind, length}, random);
}

}  // namespace

TEST_CASE("a count is the exact product, rounded once, halves up") {
  CHECK(exact_count(0.0, 1000) == 0);
  CHECK(exact_count(1.0, std::uint64_t{1} << 40) == std::uint64_t{1} << 40);
  CHECK(exact_count(0.5, 3) == 2);
  CHECK(exact_count(0.5, 5) == 3);
  CHECK(exact_count(0.25, 2) == 1);
  CHECK(exact_count(0.1, 5) == 1);  // the double 0.1 is a little above a tenth
  CHECK(exact_count(0.7, 5) == 3);  // and 0.7 a little below seven tenths
  CHECK(exact_count(5e-324, 1) == 0);
  CHECK(exact_count(5e-324, ~std::uint64_t{0}) == 0);
  CHECK(exact_count(std::ldexp(1.0, -64), std::uint64_t{1} << 63) == 1);
  CHECK(exact_count(std::ldexp(1.0, -65), std::uint64_t{1} << 63) == 0);
  // In double arithmetic 0.49999999999999994 x 1 + 0.5 is 1.
  CHECK(exact_count(0.49999999999999994, 1) == 0);
  CHECK(exact_count(0.372552, 307200) == 114448);
}

TEST_CASE("a density outside 0 to 1 is refused") {
  CHECK_THROWS_WITH(exact_count(1.5, 10), "density 1.5; allowed: 0 to 1");
  CHECK_THROWS_AS(exact_count(-0.1, 10), std::invalid_argument);
  CHECK_THROWS_AS(exact_count(std::nan(""), 10), std::invalid_argument);
}

TEST_CASE("an unstructured mask has exactly the non-zeros asked for") {
  const std::size_t n = GENERATE(0u, 1u, 2u, 17u, 1000u, 4099u);
  const double density = GENERATE(0.0, 0.001, 0.3, 0.5, 0.999, 1.0);
  CAPTURE(n, density);
  const Mask mask = draw({1, n, 1, 1}, density, PatternKind::unstructured);
  REQUIRE(mask.size() == n);
  CHECK(ones(mask) == exact_count(density, n));
}

TEST_CASE("every placement of an unstructured mask is equally likely") {
  std::map<Mask, int> seen;
  RandomStream random(5, "placements");
  constexpr int draws = 12000;
  for (int i = 0; i < draws; ++i) ++seen[generate_mask({1, 6, 1, 1}, 0.5, {}, random)];
  REQUIRE(seen.size() == 20);
  double chi_square = 0;
  for (const auto& [mask, count] : seen) chi_square += (count - 600.0) * (count - 600.0) / 600.0;
  CHECK(chi_square < 43.8);  // 19 degrees of freedom, one in a thousand
}

TEST_CASE("a mask depends on seed and stream alone") {
  const MaskGeometry geometry{4, 25, 3, 5};
  const auto kind = GENERATE(PatternKind::unstructured, PatternKind::two_of_four,
                             PatternKind::vector, PatternKind::filter);
  CHECK(draw(geometry, 0.3, kind, 5, 1) == draw(geometry, 0.3, kind, 5, 1));
  CHECK(draw(geometry, 0.3, kind, 5, 1) != draw(geometry, 0.3, kind, 5, 2));
}

TEST_CASE("vectors are whole along the reduction dimension, a cut-off last one included") {
  const MaskGeometry geometry{3, 10, 2, 1};
  const Mask mask = draw(geometry, 0.5, PatternKind::vector, 4);
  std::size_t whole = 0;
  for (std::size_t o = 0; o < 3; ++o)
    for (std::size_t first : {0u, 4u, 8u})
      for (std::size_t i = 0; i < 2; ++i) {
        const std::size_t length = std::min<std::size_t>(4, 10 - first);
        std::size_t set = 0;
        for (std::size_t r = first; r < first + length; ++r) set += mask[(o * 10 + r) * 2 + i];
        CHECK((set == 0 || set == length));
        whole += set == length ? 1 : 0;
      }
  CHECK(whole == 9);
}

TEST_CASE("kernels are whole runs of R x S elements") {
  const Mask mask = draw({4, 27, 1, 9}, 0.25, PatternKind::kernel);
  std::size_t whole = 0;
  for (std::size_t first = 0; first < mask.size(); first += 9) {
    const auto set = std::accumulate(&mask[first], &mask[first] + 9, 0);
    CHECK((set == 0 || set == 9));
    whole += set == 9 ? 1 : 0;
  }
  CHECK(whole == 3);
}

TEST_CASE("filters are whole lines of the reduction dimension, contiguous or not") {
  const MaskGeometry geometry = GENERATE(MaskGeometry{8, 5, 1, 1}, MaskGeometry{1, 5, 8, 1});
  const Mask mask = draw(geometry, 0.4, PatternKind::filter);
  std::size_t whole = 0;
  for (std::size_t line = 0; line < 8; ++line) {
    std::size_t set = 0;
    for (std::size_t r = 0; r < 5; ++r)
      set += mask[geometry.inner == 1 ? line * 5 + r : r * 8 + line];
    CHECK((set == 0 || set == 5));
    whole += set == 5 ? 1 : 0;
  }
  CHECK(whole == 3);
}

TEST_CASE("blocks of no elements and tensors above 2^32 elements are refused") {
  CHECK_THROWS_AS(draw({1, 8, 1, 1}, 0.5, PatternKind::vector, 0), std::invalid_argument);
  CHECK_THROWS_AS(draw({2, std::size_t{1} << 32, 1, 1}, 0.5, PatternKind::unstructured),
                  std::length_error);
}

TEST_CASE("many candidates at once are chosen as one by one") {
  const std::size_t total = 1000;
  gossamer::core::RandomStream a(5, "selection");
  gossamer::core::RandomStream b(5, "selection");
  Selection one(300, total);
  Selection many(300, total);
  std::vector<std::uint8_t> taken(total);
  std::size_t at = 0;
  for (const std::size_t count : {0u, 1u, 128u, 129u, 742u}) {
    many.take(a, taken.data() + at, count);
    for (const std::size_t end = at + count; at < end; ++at)
      CHECK(taken[at] == (one.take(b) ? 1 : 0));
  }
  CHECK(at == total);
  CHECK(std::count(taken.begin(), taken.end(), 1) == 300);
}
