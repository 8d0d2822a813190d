// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tensor/pattern.hpp"
#include "tensor/tensor.hpp"

namespace gossamer::tensor {

/// A tensor seen as `outer` x `reduction` x `inner` elements, in that order of strides: patterns run
/// along `reduction`. A "kernel" is `kernel` consecutive elements (R x S), a "filter" `filter`.
struct MaskGeometry {
  std::size_t outer = 1;
  std::size_t reduction = 1;
  std::size_t inner = 1;
  std::size_t kernel = 1;
  std::size_t filter = 1;
};

/// Non-zero positions (1) of a tensor. With one density, exactly round(d n) of the n elements; with several, the tensor is
/// cut into as many equal contiguous groups, each with its own. Uniform over all placements the pattern allows.
/// Words come from a stream named by `stream`.
std::vector<std::uint8_t> generate_mask(const MaskGeometry& geometry, const std::vector<double>& density,
                                        const Pattern& pattern, std::uint64_t seed,
                                        std::string_view stream);

}  // namespace gossamer::tensor
