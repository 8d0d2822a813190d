// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tensor/prune/masks.hpp"

namespace gossamer::tensor::prune {

/// How hard to look for a permutation of columns.
struct PermutationSearch {
  std::size_t restarts = 0;  ///< further searches, each from a random permutation
  std::uint64_t seed = 1;    ///< of those permutations
};

/// A permutation of the columns under which a structured mask keeps more: new column p is column
/// result[p]. Stripes of m units (for 2:4 of four columns) are taken two at a time; of all ways to
/// share their units between the two stripes the best is chosen, greedily over all pairs of
/// stripes, until no pair improves: "optimize_stripe_groups 8" of Pool and Yu (NeurIPS 2021). Units
/// of several columns stay together. The same on every host. Columns must be a multiple of m units,
/// m 2 or 4, n half of it.
std::vector<std::size_t> search_permutation(const Magnitudes& matrix, const NOfM& pattern,
                                            const PermutationSearch& search);

/// The matrix with its columns in that order.
Magnitudes permuted(const Magnitudes& matrix, const std::vector<std::size_t>& columns);

/// Sums of |w| that ways of pruning keep, all at the density n / m.
struct KeptMagnitudes {
  double total = 0;         ///< unpruned
  double unstructured = 0;  ///< largest of the matrix
  double per_row = 0;       ///< largest of each row
  double structured = 0;    ///< by the pattern, columns as they are
  double permuted = 0;      ///< by the pattern, columns permuted

  /// Share of the pattern's loss against per-row pruning that the permutation recovers (Pool and
  /// Yu); 0 if there is no such loss.
  double efficacy() const {
    const double loss = per_row - structured;
    return loss > 0 ? (permuted - structured) / loss : 0;
  }
};

/// All of them; without a permutation (an empty one) `permuted` is `structured`.
KeptMagnitudes compare_kept(const Magnitudes& matrix, const NOfM& pattern,
                            const std::vector<std::size_t>& permutation);

}  // namespace gossamer::tensor::prune
