// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tensor/quantize/octav.hpp"
#include "tensor/quantize/operand.hpp"

namespace gossamer::tensor::quantize {

/// Which magnitude the highest code stands for; what lies above is clipped.
enum class ClippingRule {
  maximum,     ///< the largest: nothing is clipped
  percentile,  ///< an order statistic of the magnitudes
  octav,       ///< octav_scale()
};

struct Clipping {
  ClippingRule rule = ClippingRule::maximum;
  double percentile = 99.99;  ///< above 0, at most 100
  OctavOptions octav;
};

/// The k-th smallest of the magnitudes that are not 0, of which there are n, with k = percentile /
/// 100 x n rounded to nearest, halves up, and at least 1. Zeros are left out, so that pruning moves
/// no percentile. 0 if all are zeros. In an unsigned format negative numbers count as 0. Throws
/// std::invalid_argument for a percentile outside 0 to 100.
float percentile_magnitude(const Operand& x, double percentile, bool is_signed);

/// Where a tensor with this largest magnitude is clipped: at most there.
float clipping_limit(const Operand& x, float largest, const Clipping& clipping,
                     const numerics::vsq::ElementFormat& format);

}  // namespace gossamer::tensor::quantize
