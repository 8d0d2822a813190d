// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "numerics/vsq/format.hpp"

namespace gossamer::tensor::quantize {

/// Switches of the iteration for a clipping scale.
struct OctavOptions {
  /// Whether exact zeros count among the elements inside the clipping scale; the paper is thought
  /// to leave them out.
  bool count_zeros = false;
  unsigned iterations = 32;  ///< at most
};

struct OctavScale {
  double scale = 0;
  unsigned iterations = 0;  ///< until nothing changed any more, that one included, or the limit
};

/// The clipping scale of least mean squared error by the fixed-point iteration of OCTAV (Sakr et
/// al., ICML 2022, equation 6):
///
///   s' = sum of |x| > s  /  (4^-B / D x count of |x| <= s  +  count of |x| > s)
///
/// with B the bits of `format` and D = 3 if it is signed, else 12; negative numbers then count as
/// 0. It starts at the mean of |x| and ends when s stays as it is, when nothing lies above it, or
/// after `options.iterations`. A tensor of zeros gives 0. Sums are OrderedSums.
OctavScale octav_scale(const float* x, std::size_t count,
                       const numerics::vsq::ElementFormat& format,
                       const OctavOptions& options = {});
OctavScale octav_scale(const double* x, std::size_t count,
                       const numerics::vsq::ElementFormat& format,
                       const OctavOptions& options = {});

}  // namespace gossamer::tensor::quantize
