// SPDX-License-Identifier: Apache-2.0
#include "tensor/prune/masks.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "tensor/generate.hpp"

namespace gossamer::tensor::prune {

namespace {

/// Puts the `count` places with the largest values first; of equal ones the lowest places.
template <class Place, class Value>
void largest_first(std::vector<Place>& places, std::size_t count, Value value) {
  const auto before = [&](Place a, Place b) {
    return value(a) > value(b) || (value(a) == value(b) && a < b);
  };
  std::nth_element(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(count),
                   places.end(), before);
}

/// The chunk's units with the largest sums.
void prune_chunk(const float* chunk, const NOfM& pattern, std::vector<std::size_t>& units,
                 std::uint8_t* mask) {
  units.resize(pattern.m);
  std::iota(units.begin(), units.end(), std::size_t{0});
  if (pattern.n < pattern.m) {
    largest_first(units, pattern.n, [&](std::size_t unit) {
      const float* first = chunk + unit * pattern.unit;
      return std::accumulate(first, first + pattern.unit, 0.0);
    });
  }
  for (std::size_t i = 0; i < pattern.n; ++i)
    std::fill_n(mask + units[i] * pattern.unit, pattern.unit, std::uint8_t{1});
}

}  // namespace

Mask structured_mask(const Magnitudes& matrix, const NOfM& pattern) {
  const std::size_t chunk = pattern.m * pattern.unit;
  assert(matrix.columns % chunk == 0 && pattern.n <= pattern.m);
  Mask mask(matrix.values.size(), 0);
  std::vector<std::size_t> units;
  for (std::size_t i = 0; i < mask.size(); i += chunk)
    prune_chunk(matrix.values.data() + i, pattern, units, mask.data() + i);
  return mask;
}

void keep_largest(const Magnitudes& matrix, std::uint64_t count, Mask& mask) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < mask.size(); ++i)
    if (mask[i] != 0) places.push_back(i);
  if (count >= places.size()) return;
  largest_first(places, count, [&](std::size_t i) { return matrix.values[i]; });
  for (std::size_t i = count; i < places.size(); ++i) mask[places[i]] = 0;
}

Mask unstructured_mask(const Magnitudes& matrix, double density) {
  Mask mask(matrix.values.size(), 1);
  keep_largest(matrix, exact_count(density, mask.size()), mask);
  return mask;
}

Mask per_row_mask(const Magnitudes& matrix, double density) {
  Mask mask(matrix.values.size(), 0);
  const std::uint64_t count = exact_count(density, matrix.columns);
  std::vector<std::size_t> places(matrix.columns);
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    const std::size_t first = row * matrix.columns;
    std::iota(places.begin(), places.end(), first);
    if (count < places.size())
      largest_first(places, count, [&](std::size_t i) { return matrix.values[i]; });
    for (std::size_t i = 0; i < count; ++i) mask[places[i]] = 1;
  }
  return mask;
}

double kept_magnitude(const Magnitudes& matrix, const Mask& mask) {
  double sum = 0;
  for (std::size_t i = 0; i < mask.size(); ++i)
    if (mask[i] != 0) sum += static_cast<double>(matrix.values[i]);
  return sum;
}

double total_magnitude(const Magnitudes& matrix) {
  return std::accumulate(matrix.values.begin(), matrix.values.end(), 0.0);
}

}  // namespace gossamer::tensor::prune
