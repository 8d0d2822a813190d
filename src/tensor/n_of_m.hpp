// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/random.hpp"
#include "tensor/generate.hpp"

namespace gossamer::tensor {

/// At most `n` of every `m` neighbouring units of `unit` elements hold non-zeros.
struct NOfM {
  std::size_t n;
  std::size_t m;
  std::size_t unit;
};

/// Exactly exact_count(density, elements) non-zeros: each group of m units first gets n candidate
/// units, uniformly, then the non-zeros are drawn uniformly from the elements of all candidates. In
/// a cut-off last group a cut-off unit is a candidate only if there are fewer than n whole ones, so
/// that every density up to n / m can be reached.
std::vector<std::uint8_t> n_of_m_mask(const MaskGeometry& geometry, const NOfM& limit,
                                      double density, core::RandomStream& random);

}  // namespace gossamer::tensor
