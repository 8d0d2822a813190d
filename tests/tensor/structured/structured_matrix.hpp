// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/random.hpp"
#include "numerics/mma/operand_type.hpp"

namespace gossamer::test {

/// A random matrix that obeys the pattern of its type: each chunk keeps up to as many units as it
/// may, at random places; values are whole numbers from -7 to 7, zeros among them.
template <class T>
std::vector<T> structured_matrix(numerics::mma::OperandType type, std::size_t rows, std::size_t k,
                                 std::uint64_t seed) {
  const auto pattern = numerics::mma::sparsity_pattern(type);
  core::RandomStream random{seed, "structured matrix"};
  std::vector<T> matrix(rows * k, T{0});
  for (std::size_t chunk = 0; chunk < matrix.size(); chunk += pattern.chunk()) {
    for (std::size_t u = 0; u < pattern.kept_units; ++u) {
      const std::size_t unit = random.below(pattern.units);
      for (std::size_t e = 0; e < pattern.unit; ++e)
        matrix[chunk + unit * pattern.unit + e] =
            static_cast<T>(static_cast<int>(random.below(15)) - 7);
    }
  }
  return matrix;
}

}  // namespace gossamer::test
