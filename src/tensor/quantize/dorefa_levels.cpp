// SPDX-License-Identifier: Apache-2.0
#include "tensor/quantize/dorefa_levels.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <limits>

namespace gossamer::tensor::quantize {

namespace {

using Precise = boost::multiprecision::cpp_bin_float_50;

/// tanh and its inverse by exponentials, without the cancellation of tanh near 0.
Precise tanh_of(const Precise& x) {
  const Precise e = boost::multiprecision::expm1(Precise{2 * x});
  return e / (e + 2);
}

Precise inverse_tanh(const Precise& y) {
  return boost::multiprecision::log1p(Precise{2 * y / (1 - y)}) / 2;
}

float smallest_float_from(const Precise& x) {
  auto found = static_cast<float>(x);
  if (Precise{found} < x) found = std::nextafter(found, std::numeric_limits<float>::infinity());
  return found;
}

}  // namespace

std::vector<float> dorefa_steps(float largest, unsigned bits) {
  const int levels = (1 << bits) - 1;
  const Precise top = tanh_of(largest);
  std::vector<float> steps;
  for (int j = 0; j < levels; ++j) {
    // Half way between levels j and j + 1, on the scale from -top to top. The middle one is 0
    // exactly, a tie that goes up to the even level 2^(k-1); no other step is a binary32 number.
    const Precise middle = top * (2 * j + 1 - levels) / levels;
    steps.push_back(middle == 0 ? 0.0F : smallest_float_from(inverse_tanh(middle)));
  }
  return steps;
}

}  // namespace gossamer::tensor::quantize
