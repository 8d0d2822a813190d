// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "numerics/lowbit/weight_format.hpp"
#include "numerics/lowbit/weights.hpp"
#include "numerics/reference/int16_reference.hpp"

namespace gossamer::numerics::reference {

/// In which order the pairs of an output are added. Integer sums do not depend on it.
enum class LoopOrder {
  taps_then_channels,  ///< filter row, filter column, channel innermost: the machines' order
  channels_then_taps   ///< channel, filter row, filter column innermost: that of a .npy file
};

/// What a layer does besides its shape and operands.
struct LowbitSettings {
  lowbit::Format format;
  float activation_scale = 1;  ///< what an integer activation of 1 stands for
  bool relu = false;
  LoopOrder order = LoopOrder::taps_then_channels;
  float subtract = 0;  ///< from a drained value, before ReLU
};

struct LowbitResult {
  /// [batch][filters][out_height][out_width], as drained, lowered and rectified; before
  /// lowbit::stored().
  std::vector<float> outputs;
  /// Of integer formats the sums that were drained, likewise; of ttq positive minus negative ones.
  std::vector<std::int64_t> sums;
  /// Integer outputs whose exact sum 32 bits cannot hold: they have wrapped.
  std::uint64_t sums_outside_32_bits = 0;
  /// Pairs whose weight and activation are both non-zero and inside the input plane.
  std::uint64_t effectual_pairs = 0;
};

/// The normative result of a layer with low-bit weights, in the arithmetic of
/// lowbit/accumulate.hpp. Activations are [batch][channels][height][width], already in their
/// format. Float for fp32 and fp16 formats, std::int32_t for integer ones. The product of weight
/// scale and activation scale is rounded to binary32 once (lowbit::folded()).
LowbitResult lowbit_conv2d(const ConvShape& shape, const lowbit::Weights& weights,
                           const float* activations, const LowbitSettings& settings);
LowbitResult lowbit_conv2d(const ConvShape& shape, const lowbit::Weights& weights,
                           const std::int32_t* activations, const LowbitSettings& settings);

}  // namespace gossamer::numerics::reference
