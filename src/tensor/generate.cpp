// SPDX-License-Identifier: Apache-2.0
#include "tensor/generate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <stdexcept>

#include "tensor/n_of_m.hpp"
#include "tensor/selection.hpp"

namespace gossamer::tensor {

namespace {

using Mask = std::vector<std::uint8_t>;

constexpr std::uint64_t most_elements = std::uint64_t{1} << 32;

Mask scattered(std::size_t n, double density, core::RandomStream& random) {
  Mask mask(n);
  Selection selection(exact_count(density, n), n);
  selection.take(random, mask.data(), n);
  return mask;
}

/// Whole blocks of `length` elements along the reduction dimension.
Mask blocks(const MaskGeometry& g, std::size_t length, double density, core::RandomStream& random) {
  if (length == 0) throw std::invalid_argument("a pattern of blocks of no elements");
  const std::size_t per_line = (g.reduction + length - 1) / length;
  const std::uint64_t total = std::uint64_t{g.outer} * per_line * g.inner;
  Selection selection(exact_count(density, total), total);
  Mask mask(g.elements());
  for (std::size_t o = 0; o < g.outer; ++o)
    for (std::size_t first = 0; first < g.reduction; first += length)
      for (std::size_t i = 0; i < g.inner; ++i)
        if (selection.take(random))
          for (std::size_t r = first; r < std::min(first + length, g.reduction); ++r)
            mask[(o * g.reduction + r) * g.inner + i] = 1;
  return mask;
}

}  // namespace

std::uint64_t exact_count(double density, std::uint64_t n) {
  using boost::multiprecision::uint256_t;
  if (!(density >= 0 && density <= 1))
    throw std::invalid_argument(fmt::format("density {}; allowed: 0 to 1", density));
  constexpr int mantissa_bits = 53;
  int exponent = 0;
  const auto mantissa =
      static_cast<std::uint64_t>(std::ldexp(std::frexp(density, &exponent), mantissa_bits));
  const int shift = mantissa_bits - exponent;  // density = mantissa / 2^shift, shift >= 52
  // The product stays below 2^117, so that a larger shift leaves less than a half.
  if (shift > mantissa_bits + 64) return 0;
  const uint256_t one = 1;
  const uint256_t rounded = ((uint256_t{mantissa} * n << 1) + (one << shift)) >> (shift + 1);
  return static_cast<std::uint64_t>(rounded);
}

std::vector<std::uint8_t> generate_mask(const MaskGeometry& geometry, double density,
                                        const Pattern& pattern, core::RandomStream& random) {
  const std::size_t n = geometry.elements();
  if (n > most_elements)
    throw std::length_error(fmt::format("a mask of {} elements; at most {}", n, most_elements));
  switch (pattern.kind) {
    case PatternKind::unstructured:
      return scattered(n, density, random);
    case PatternKind::two_of_four:
      return n_of_m_mask(geometry, {2, 4, 1}, density, random);
    case PatternKind::one_of_two:
      return n_of_m_mask(geometry, {1, 2, 1}, density, random);
    case PatternKind::four_of_eight_pairs:
      return n_of_m_mask(geometry, {2, 4, 2}, density, random);
    case PatternKind::vector:
      return blocks(geometry, pattern.vector_length, density, random);
    case PatternKind::kernel:
      return blocks(geometry, geometry.kernel, density, random);
    case PatternKind::filter:
      return blocks(geometry, geometry.reduction, density, random);
  }
  throw std::invalid_argument("a pattern without a name");
}

}  // namespace gossamer::tensor
