// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gossamer::tensor::quantize {

/// Sums of squares of the original numbers, and of what they differ by after quantisation.
struct Noise {
  double signal = 0;
  double noise = 0;

  /// 10 log10(signal / noise), rounded to the nearest double from 50 digits, so that it does not
  /// depend on a host's mathematical library. Infinite where there is no noise; minus infinity
  /// where there is nothing but noise.
  double decibels() const;
};

}  // namespace gossamer::tensor::quantize
