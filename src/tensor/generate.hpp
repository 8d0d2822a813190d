// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/random.hpp"
#include "tensor/pattern.hpp"

namespace gossamer::tensor {

/// density * n rounded to the nearest whole number, halves up, without rounding in between; a
/// density is in [0, 1], or std::invalid_argument.
std::uint64_t exact_count(double density, std::uint64_t n);

/// A tensor as `outer` x `reduction` x `inner` elements, the last one contiguous: patterns run
/// along `reduction`. A "kernel" is `kernel` elements along it (R x S), a "filter" all of it.
struct MaskGeometry {
  std::size_t outer = 1;
  std::size_t reduction = 1;
  std::size_t inner = 1;
  std::size_t kernel = 1;

  std::size_t elements() const { return outer * reduction * inner; }
};

/// Non-zero positions (1) of a tensor: exactly exact_count(density, n) of its n elements, or for
/// vector, kernel and filter exact_count(density, blocks) whole blocks, a cut-off last one
/// included. How the placement is drawn: docs/decisions/0003-generated-tensors.md. Throws
/// std::invalid_argument for a density the pattern cannot hold, std::length_error above 2^32
/// elements.
std::vector<std::uint8_t> generate_mask(const MaskGeometry& geometry, double density,
                                        const Pattern& pattern, core::RandomStream& random);

}  // namespace gossamer::tensor
