// SPDX-License-Identifier: Apache-2.0
#include "tensor/n_of_m.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "tensor/selection.hpp"

namespace gossamer::tensor {

namespace {

/// One group of a line: how many units may be candidates, how many will be, and the elements of
/// those.
struct Group {
  std::size_t units;
  std::size_t candidates;
  std::size_t capacity;
};

Group group_of(std::size_t length, const NOfM& limit) {
  const std::size_t whole = length / limit.unit;
  if (whole >= limit.n) return {whole, limit.n, limit.n * limit.unit};
  const std::size_t units = (length + limit.unit - 1) / limit.unit;
  return {units, std::min(units, limit.n), std::min(length, limit.n * limit.unit)};
}

std::uint64_t line_capacity(std::size_t length, const NOfM& limit) {
  const std::size_t full = limit.m * limit.unit;
  return length / full * limit.n * limit.unit + group_of(length % full, limit).capacity;
}

}  // namespace

std::vector<std::uint8_t> n_of_m_mask(const MaskGeometry& g, const NOfM& limit, double density,
                                      core::RandomStream& random) {
  const std::uint64_t nonzeros = exact_count(density, g.elements());
  const std::uint64_t capacity = g.outer * g.inner * line_capacity(g.reduction, limit);
  if (nonzeros > capacity)
    throw std::invalid_argument(
        fmt::format("density {} does not fit {} of {}; at most {}", density, limit.n, limit.m,
                    static_cast<double>(limit.n) / static_cast<double>(limit.m)));
  std::vector<std::uint8_t> mask(g.elements());
  Selection selection(nonzeros, capacity);
  const std::size_t full = limit.m * limit.unit;
  for (std::size_t o = 0; o < g.outer; ++o)
    for (std::size_t first = 0; first < g.reduction; first += full)
      for (std::size_t i = 0; i < g.inner; ++i) {
        const std::size_t length = std::min(full, g.reduction - first);
        const Group group = group_of(length, limit);
        Selection candidate(group.candidates, group.units);
        for (std::size_t u = 0; u < group.units; ++u) {
          if (!candidate.take(random)) continue;
          const std::size_t end = std::min((u + 1) * limit.unit, length);
          for (std::size_t r = u * limit.unit; r < end; ++r)
            mask[(o * g.reduction + first + r) * g.inner + i] = selection.take(random) ? 1 : 0;
        }
      }
  return mask;
}

}  // namespace gossamer::tensor
