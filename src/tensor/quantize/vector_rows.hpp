// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "tensor/quantize/operand.hpp"
#include "tensor/quantize/ordered_sum.hpp"

namespace gossamer::tensor::quantize {

/// Elements of a row: the vector length rounded up to whole groups of OrderedSum::lanes.
constexpr std::size_t row_width(std::size_t vector_length) {
  return (vector_length + OrderedSum::lanes - 1) / OrderedSum::lanes * OrderedSum::lanes;
}

/// Calls visit(number, row) for each vector of an operand in the order of their numbers (those of
/// numerics::vsq::Vectors), a row being its row_width(length) elements side by side with 0 behind
/// the last channel. A block of positions is gathered at a time, so that both the planes and the
/// rows stay in the cache.
template <class Visit>
void for_each_vector(const Operand& x, std::size_t length, Visit visit) {
  constexpr std::size_t most_positions = 64;
  const std::size_t width = row_width(length);
  std::vector<float> rows(std::min(most_positions, x.positions) * width);
  std::size_t number = 0;
  for (std::size_t o = 0; o < x.outer; ++o)
    for (std::size_t channel = 0; channel < x.channels; channel += length) {
      const std::size_t channels = std::min(length, x.channels - channel);
      if (channels < length) std::fill(rows.begin(), rows.end(), 0.0F);
      const float* planes = x.data + (o * x.channels + channel) * x.positions;
      for (std::size_t first = 0; first < x.positions; first += most_positions) {
        const std::size_t count = std::min(most_positions, x.positions - first);
        if (x.positions == 1) std::copy_n(planes, channels, rows.data());
        for (std::size_t c = 0; c < channels && x.positions > 1; ++c)
          for (std::size_t p = 0; p < count; ++p)
            rows[p * width + c] = planes[c * x.positions + first + p];
        for (std::size_t p = 0; p < count; ++p) visit(number++, rows.data() + p * width);
      }
      if (channels < length) std::fill(rows.begin(), rows.end(), 0.0F);
    }
}

}  // namespace gossamer::tensor::quantize
