// SPDX-License-Identifier: Apache-2.0
#include "tensor/prune/permutation.hpp"

#include <algorithm>
#include <numeric>

#include "core/random.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::tensor;
using namespace gossamer::tensor::prune;

namespace {

constexpr NOfM two_of_four{2, 4, 1};

Magnitudes uniform_matrix(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  core::RandomStream random{seed, "uniform"};
  Magnitudes matrix{rows, columns, std::vector<float>(rows * columns)};
  for (float& value : matrix.values) value = static_cast<float>(random.next() >> 8) * 0x1p-24f;
  return matrix;
}

bool is_permutation_of_all(std::vector<std::size_t> order) {
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < order.size(); ++i)
    if (order[i] != i) return false;
  return true;
}

double kept(const Magnitudes& matrix, const NOfM& pattern) {
  return kept_magnitude(matrix, structured_mask(matrix, pattern));
}

}  // namespace

TEST_CASE("the search recovers about a third of what 2:4 loses on uniform random numbers") {
  // Pool and Yu's tests: 35.5 % on one such matrix of their own. Ours hold other numbers, and one
  // differs from the next by several points: each must come within 10, the mean within 4.
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const Magnitudes matrix = uniform_matrix(128, 64, seed);
    const auto found =
        compare_kept(matrix, two_of_four, search_permutation(matrix, two_of_four, {}));
    CAPTURE(seed);
    CHECK(found.efficacy() == Approx(0.355).margin(0.10));
    // Expected values of uniform numbers: 1/2, 3/8 and 7/20 of their count.
    CHECK(found.total == Approx(128 * 64 * 0.5).epsilon(0.02));
    CHECK(found.unstructured == Approx(128 * 64 * 0.375).epsilon(0.02));
    CHECK(found.structured == Approx(128 * 64 * 0.35).epsilon(0.02));
    sum += found.efficacy();
  }
  CHECK(sum / 8 == Approx(0.355).margin(0.04));
}

TEST_CASE("columns that 2:4 would prune together are spread over stripes") {
  // Four columns of ones stand in one stripe, four of zeros in the other.
  Magnitudes matrix{3, 8, {}};
  for (std::size_t row = 0; row < 3; ++row)
    for (const float value : {1.0f, 1.0f, 1.0f, 1.0f, 0.0f, 0.0f, 0.0f, 0.0f})
      matrix.values.push_back(value);
  const auto permutation = search_permutation(matrix, two_of_four, {});
  REQUIRE(is_permutation_of_all(permutation));
  const auto found = compare_kept(matrix, two_of_four, permutation);
  CHECK(found.structured == 6);
  CHECK(found.permuted == 12);
  CHECK(found.efficacy() == 1);
}

TEST_CASE("no exchange between two stripes is left that keeps more") {
  const Magnitudes matrix = uniform_matrix(16, 16, 3);
  const auto permutation = search_permutation(matrix, two_of_four, {});
  const Magnitudes best = permuted(matrix, permutation);
  const double reached = kept(best, two_of_four);
  for (std::size_t a = 0; a < 16; ++a) {
    for (std::size_t b = a + 1; b < 16; ++b) {
      std::vector<std::size_t> order(16);
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::swap(order[a], order[b]);
      CHECK(kept(permuted(best, order), two_of_four) <= reached + 1e-9);
    }
  }
}

TEST_CASE("two stripes are shared in the best of all ways") {
  const Magnitudes matrix = uniform_matrix(5, 8, 4);
  std::vector<std::size_t> order(8);
  std::iota(order.begin(), order.end(), std::size_t{0});
  double most = 0;
  do {
    most = std::max(most, kept(permuted(matrix, order), two_of_four));
  } while (std::next_permutation(order.begin(), order.end()));
  const auto found = search_permutation(matrix, two_of_four, {});
  CHECK(kept(permuted(matrix, found), two_of_four) == Approx(most).epsilon(1e-12));
}

TEST_CASE("1:2 and pairs are permuted too, and pairs stay together") {
  const NOfM pattern = GENERATE(NOfM{1, 2, 1}, NOfM{2, 4, 2});
  const Magnitudes matrix = uniform_matrix(32, 32, 5);
  const auto permutation = search_permutation(matrix, pattern, {});
  REQUIRE(is_permutation_of_all(permutation));
  CHECK(kept(permuted(matrix, permutation), pattern) > kept(matrix, pattern));
  for (std::size_t c = 0; c < 32; c += pattern.unit) {
    CHECK(permutation[c] % pattern.unit == 0);
    CHECK(permutation[c + pattern.unit - 1] == permutation[c] + pattern.unit - 1);
  }
}

TEST_CASE("restarts never keep less and depend on the seed alone") {
  const Magnitudes matrix = uniform_matrix(16, 32, 6);
  const auto once = search_permutation(matrix, two_of_four, {});
  const auto often = search_permutation(matrix, two_of_four, {20, 9});
  CHECK(often == search_permutation(matrix, two_of_four, {20, 9}));
  CHECK(kept(permuted(matrix, often), two_of_four) > kept(permuted(matrix, once), two_of_four));
}

TEST_CASE("a matrix that already obeys the pattern has nothing to recover") {
  const Magnitudes matrix{1, 4, {1, 0, 0, 2}};
  CHECK(compare_kept(matrix, two_of_four, search_permutation(matrix, two_of_four, {})).efficacy() ==
        0);
}
