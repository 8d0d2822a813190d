// SPDX-License-Identifier: Apache-2.0
#include "tensor/prune/masks.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include "core/random.hpp"
#include "support/catch.hpp"

using namespace gossamer;
using namespace gossamer::tensor;
using namespace gossamer::tensor::prune;

namespace {

/// Whole numbers from 0 to 7: ties are common and sums exact.
Magnitudes random_matrix(std::size_t rows, std::size_t columns) {
  core::RandomStream random{21, "matrix"};
  Magnitudes matrix{rows, columns, std::vector<float>(rows * columns)};
  for (float& value : matrix.values) value = static_cast<float>(random.below(8));
  return matrix;
}

/// The best of all masks of a chunk that keep n of m units; the first in the order of the lowest
/// positions. Tries them all.
Mask best_mask(const float* chunk, const NOfM& pattern) {
  Mask best;
  double most = -1;
  for (std::uint32_t reversed = 1u << pattern.m; reversed-- > 0;) {
    std::uint32_t bits = 0;  // units in order of their worth as low positions
    for (std::size_t u = 0; u < pattern.m; ++u)
      if ((reversed >> (pattern.m - 1 - u) & 1u) != 0) bits |= 1u << u;
    if (static_cast<std::size_t>(__builtin_popcount(bits)) != pattern.n) continue;
    Mask mask(pattern.m * pattern.unit, 0);
    double sum = 0;
    for (std::size_t e = 0; e < mask.size(); ++e) {
      mask[e] = bits >> e / pattern.unit & 1u;
      if (mask[e] != 0) sum += static_cast<double>(chunk[e]);
    }
    if (sum > most) {
      most = sum;
      best = mask;
    }
  }
  return best;
}

}  // namespace

TEST_CASE("each chunk keeps its best pattern, of equal ones the lowest positions") {
  const NOfM pattern = GENERATE(NOfM{2, 4, 1}, NOfM{1, 2, 1}, NOfM{2, 4, 2}, NOfM{3, 8, 1});
  const Magnitudes matrix = random_matrix(40, 32);
  const Mask mask = structured_mask(matrix, pattern);
  const std::size_t chunk = pattern.m * pattern.unit;
  for (std::size_t i = 0; i < mask.size(); i += chunk) {
    const auto first = mask.begin() + static_cast<std::ptrdiff_t>(i);
    CAPTURE(i);
    CHECK(Mask(first, first + static_cast<std::ptrdiff_t>(chunk)) ==
          best_mask(matrix.values.data() + i, pattern));
  }
}

TEST_CASE("unstructured pruning keeps the largest, of equal ones the first") {
  const Magnitudes matrix{2, 3, {1, 5, 3, 3, 0, 3}};
  CHECK(unstructured_mask(matrix, 0.5) == Mask{0, 1, 1, 1, 0, 0});
  CHECK(unstructured_mask(matrix, 0) == Mask{0, 0, 0, 0, 0, 0});
  CHECK(unstructured_mask(matrix, 1) == Mask{1, 1, 1, 1, 1, 1});
  CHECK(per_row_mask(matrix, 1.0 / 3) == Mask{0, 1, 0, 1, 0, 0});
  Mask mask{1, 0, 1, 1, 1, 1};
  keep_largest(matrix, 2, mask);
  CHECK(mask == Mask{0, 0, 1, 1, 0, 0});
}

TEST_CASE("kept magnitudes are the sums of what masks keep") {
  const Magnitudes matrix = random_matrix(17, 20);
  const Mask mask = structured_mask(matrix, {2, 4, 1});
  boost::multiprecision::cpp_int kept = 0, total = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    total += static_cast<int>(matrix.values[i]);
    if (mask[i] != 0) kept += static_cast<int>(matrix.values[i]);
  }
  CHECK(kept_magnitude(matrix, mask) == kept.convert_to<double>());
  CHECK(total_magnitude(matrix) == total.convert_to<double>());
}

TEST_CASE("a freer choice never keeps less") {
  const Magnitudes matrix = random_matrix(24, 64);
  const double structured = kept_magnitude(matrix, structured_mask(matrix, {2, 4, 1}));
  const double per_row = kept_magnitude(matrix, per_row_mask(matrix, 0.5));
  const double anywhere = kept_magnitude(matrix, unstructured_mask(matrix, 0.5));
  CHECK(structured < per_row);
  CHECK(per_row < anywhere);
}
