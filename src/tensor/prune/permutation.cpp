// SPDX-License-Identifier: Apache-2.0
#include "tensor/prune/permutation.hpp"

#include <cassert>
#include <numeric>
#include <utility>

#include "core/random.hpp"
#include "tensor/prune/stripes.hpp"

namespace gossamer::tensor::prune {

namespace {

void shuffle(std::vector<std::size_t>& order, core::RandomStream& random) {
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
}

}  // namespace

std::vector<std::size_t> search_permutation(const Magnitudes& matrix, const NOfM& pattern,
                                            const PermutationSearch& search) {
  assert(matrix.columns % (pattern.m * pattern.unit) == 0);
  const UnitColumns columns{matrix, pattern};
  std::vector<std::size_t> start(columns.units());
  std::iota(start.begin(), start.end(), std::size_t{0});
  StripeOrder found{columns, pattern.m, start};
  found.improve();
  std::vector<std::size_t> best = found.order();
  double most = found.kept();
  core::RandomStream random{search.seed, "channel permutation"};
  for (std::size_t i = 0; i < search.restarts; ++i) {
    shuffle(start, random);
    StripeOrder other{columns, pattern.m, start};
    other.improve();
    if (other.kept() <= most) continue;
    most = other.kept();
    best = other.order();
  }
  std::vector<std::size_t> permutation;
  for (const std::size_t unit : best)
    for (std::size_t c = 0; c < pattern.unit; ++c) permutation.push_back(unit * pattern.unit + c);
  return permutation;
}

Magnitudes permuted(const Magnitudes& matrix, const std::vector<std::size_t>& columns) {
  Magnitudes result{matrix.rows, matrix.columns, std::vector<float>(matrix.values.size())};
  for (std::size_t row = 0; row < matrix.rows; ++row)
    for (std::size_t c = 0; c < columns.size(); ++c)
      result.values[row * matrix.columns + c] = matrix.values[row * matrix.columns + columns[c]];
  return result;
}

KeptMagnitudes compare_kept(const Magnitudes& matrix, const NOfM& pattern,
                            const std::vector<std::size_t>& permutation) {
  const double density = static_cast<double>(pattern.n) / static_cast<double>(pattern.m);
  KeptMagnitudes kept;
  kept.total = total_magnitude(matrix);
  kept.unstructured = kept_magnitude(matrix, unstructured_mask(matrix, density));
  kept.per_row = kept_magnitude(matrix, per_row_mask(matrix, density));
  kept.structured = kept_magnitude(matrix, structured_mask(matrix, pattern));
  kept.permuted = kept.structured;
  if (permutation.empty()) return kept;
  const Magnitudes reordered = permuted(matrix, permutation);
  kept.permuted = kept_magnitude(reordered, structured_mask(reordered, pattern));
  return kept;
}

}  // namespace gossamer::tensor::prune
