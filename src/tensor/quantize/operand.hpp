// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace gossamer::tensor::quantize {

/// A real operand as [outer][channels][positions], the last one contiguous: weights are filters x
/// channels of a group x filter rows and columns, activations images and groups x channels of a
/// group x rows and columns of the plane. Vectors lie along `channels`. Every number is finite.
struct Operand {
  const float* data = nullptr;
  std::size_t outer = 0;
  std::size_t channels = 0;
  std::size_t positions = 0;

  std::size_t elements() const { return outer * channels * positions; }
  /// `count` of the outer parts from `first` on.
  Operand part(std::size_t first, std::size_t count) const {
    return {data + first * channels * positions, count, channels, positions};
  }
};

}  // namespace gossamer::tensor::quantize
