// SPDX-License-Identifier: Apache-2.0
#include "tensor/quantize/noise.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <limits>

namespace gossamer::tensor::quantize {

double Noise::decibels() const {
  using Precise = boost::multiprecision::cpp_bin_float_50;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (noise == 0) return infinity;
  if (signal == 0) return -infinity;
  return static_cast<double>(10 * log10(Precise{signal} / Precise{noise}));
}

}  // namespace gossamer::tensor::quantize
