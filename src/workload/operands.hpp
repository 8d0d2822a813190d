// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "tensor/tensor.hpp"
#include "workload/layer.hpp"

namespace gossamer::workload {

/// What to put at the non-zeros of generated tensors.
enum class Values {
  drawn,  ///< full-width random values
  ones,   ///< 1 everywhere: for runs that need masks only
};

/// Weights of a layer. Masks depend only on seed, layer name, role, shape, density and pattern;
/// values are drawn after and independently of them. Throws ConfigError or FileError for files.
tensor::Tensor<std::int16_t> int16_weights(const Layer& layer, std::uint64_t seed, Values values);

/// Activations of one invocation.
tensor::Tensor<std::int16_t> int16_activations(const Layer& layer, std::size_t invocation,
                                               std::uint64_t seed, Values values);

/// Output mask at `output_density` (0 or 1 per element), for runs without values. The layer must
/// have one.
tensor::Tensor<std::uint8_t> output_mask(const Layer& layer, std::size_t invocation,
                                         std::uint64_t seed);

}  // namespace gossamer::workload
