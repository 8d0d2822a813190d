// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <vector>

#include "numerics/lowbit/weight_format.hpp"
#include "tensor/quantize/lowbit_weights.hpp"
#include "tensor/quantize/noise.hpp"
#include "tensor/tensor.hpp"

namespace gossamer::tensor::quantize {

/// What is asked of a tensor that it cannot give; says what is allowed.
class LowbitFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// How a tensor is quantised to few bits.
struct LowbitRequest {
  numerics::lowbit::Format format;
  LowbitSettings settings;
  /// Quantise as activations of `format`: clipped to [0, 1], or [-1, 1] where signed.
  bool activations = false;
  /// Of output channels, which have scales of their own with Granularity::channel; none: of the
  /// layouts in docs/workloads.md, axis 1 of [k][n] and axis 0 of [count][channels][height][width].
  std::optional<std::size_t> axis;
};

struct LowbitTensor {
  Tensor<std::int16_t> codes;
  Tensor<float> values;               ///< what the codes stand for
  std::vector<float> positive_scale;  ///< one, or one for each output channel
  std::vector<float> negative_scale;  ///< of ttq
  std::size_t nonzeros = 0;
  Noise noise;
};

/// Throws LowbitFault if a tensor of this shape cannot be quantised so.
void check_request(const Shape& shape, const LowbitRequest& request);

/// Throws like check_request. Numbers must be finite.
LowbitTensor quantise_tensor(const Tensor<float>& tensor, const LowbitRequest& request);

}  // namespace gossamer::tensor::quantize
