// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "numerics/reference/int16_reference.hpp"

namespace gossamer::workload {

/// Output vectors of a convolution in the numbering of numerics::vsq::Vectors, [batch][chunks of
/// filters][output positions]: `length` neighbouring filters at one position, fewer in a last
/// chunk.
struct OutputVectors {
  const numerics::reference::ConvShape& shape;
  std::size_t length;

  std::size_t positions() const { return shape.out_height * shape.out_width; }
  std::size_t chunks() const { return (shape.filters + length - 1) / length; }
  std::size_t count() const { return shape.batch * chunks() * positions(); }
  std::size_t chunk(std::size_t number) const { return number / positions() % chunks(); }
  /// Filters of a vector that exist.
  std::size_t filters(std::size_t number) const {
    const std::size_t first = chunk(number) * length;
    return shape.filters - first < length ? shape.filters - first : length;
  }
};

/// Real sums of the output vectors `numbers`, [numbers][length], 0 where there is no filter. Each
/// product is rounded to a float and added as a double to one of eight partial sums, that of its
/// place modulo 8 in a run of weights whose activations adjoin (a row of a filter, channels
/// innermost, or one position of it where groups or dilation part its columns); these are added in
/// pairs at the end. No instruction set can change a bit of that.
std::vector<double> real_sums(const OutputVectors& vectors, const float* weights,
                              const float* activations, const std::vector<std::size_t>& numbers);

}  // namespace gossamer::workload
