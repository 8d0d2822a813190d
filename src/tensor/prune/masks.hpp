// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tensor/n_of_m.hpp"

namespace gossamer::tensor::prune {

/// |w| of a matrix in C order; patterns run along the columns of a row.
struct Magnitudes {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> values;  ///< [rows][columns], finite, not negative
};

/// One byte per element of a matrix or tensor: 1 is kept, 0 is pruned.
using Mask = std::vector<std::uint8_t>;

/// Of every m neighbouring units of `unit` columns the n with the largest sums of |w|; of equal
/// ones those at the lowest positions. 2:4 is {2, 4, 1}: the best of the six patterns of a chunk
/// (m4n2_1d of NVIDIA ASP). Columns must be a multiple of m units.
Mask structured_mask(const Magnitudes& matrix, const NOfM& pattern);

/// The exact_count(density, elements) largest of the whole matrix; of equal ones the first.
Mask unstructured_mask(const Magnitudes& matrix, double density);

/// The exact_count(density, columns) largest of each row; of equal ones the first.
Mask per_row_mask(const Magnitudes& matrix, double density);

/// Prunes what `mask` keeps down to its `count` largest; of equal ones the first.
void keep_largest(const Magnitudes& matrix, std::uint64_t count, Mask& mask);

/// The sum of the kept |w|, in binary64.
double kept_magnitude(const Magnitudes& matrix, const Mask& mask);

/// The sum of all |w|.
double total_magnitude(const Magnitudes& matrix);

}  // namespace gossamer::tensor::prune
