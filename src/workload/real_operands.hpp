// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "tensor/tensor.hpp"
#include "workload/layer.hpp"

namespace gossamer::workload {

/// Real weights of a layer, in weight_shape(): from their file, or generated with the mask of
/// weight_mask() and values of a bell shape (docs/workloads.md), of mean 0 and standard deviation
/// 1, never zero. Throws ConfigError or FileError for files.
tensor::Tensor<float> real_weights(const Layer& layer, std::uint64_t seed);

/// Real activations of one invocation, in activation_shape(): the positive half of that bell where
/// they are generated.
tensor::Tensor<float> real_activations(const Layer& layer, std::size_t invocation,
                                       std::uint64_t seed);

/// The value that two random words stand for: the sum of their four 16-bit halves, centred and
/// scaled to a standard deviation of 1, so that no value is beyond 3.4641. A sum at the very centre
/// becomes the smallest step.
float bell_shaped(std::uint32_t first, std::uint32_t second);

}  // namespace gossamer::workload
