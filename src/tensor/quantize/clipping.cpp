// SPDX-License-Identifier: Apache-2.0
#include "tensor/quantize/clipping.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "tensor/generate.hpp"

namespace gossamer::tensor::quantize {

float percentile_magnitude(const Operand& x, double percentile, bool is_signed) {
  std::vector<float> magnitudes;
  magnitudes.reserve(x.elements());
  for (std::size_t i = 0; i < x.elements(); ++i) {
    const float magnitude = is_signed ? std::fabs(x.data[i]) : x.data[i];
    if (magnitude > 0) magnitudes.push_back(magnitude);
  }
  const std::uint64_t rank = exact_count(percentile / 100, magnitudes.size());
  if (magnitudes.empty()) return 0;
  const auto at =
      magnitudes.begin() + static_cast<std::ptrdiff_t>(std::max<std::uint64_t>(rank, 1) - 1);
  std::nth_element(magnitudes.begin(), at, magnitudes.end());
  return *at;
}

float clipping_limit(const Operand& x, float largest, const Clipping& clipping,
                     const numerics::vsq::ElementFormat& format) {
  if (largest == 0) return 0;
  switch (clipping.rule) {
    case ClippingRule::percentile:
      return percentile_magnitude(x, clipping.percentile, format.is_signed);
    case ClippingRule::octav:
      return std::min(
          largest,
          static_cast<float>(octav_scale(x.data, x.elements(), format, clipping.octav).scale));
    case ClippingRule::maximum:
      break;
  }
  return largest;
}

}  // namespace gossamer::tensor::quantize
