// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

#include "numerics/vsq/format.hpp"

namespace gossamer::numerics::vsq {

/// What a lane of vector MACs does with two vectors and their scales: an integer dot product, the
/// product of the scales, optionally rounded, their product, and a saturating sum (Dai et al.,
/// "VS-Quant", MLSys 2021, as recalled).
struct Arithmetic {
  OperandFormat weights;
  OperandFormat activations;
  unsigned scale_product_bits = 0;  ///< R: the scale product is rounded to so many bits; 0: not
  unsigned accumulator_bits = 24;

  constexpr unsigned full_scale_product_bits() const {
    return weights.scale_bits + activations.scale_bits;
  }
  /// Low bits of the scale product that are rounded off; 2^this moves into the coarse scale.
  constexpr unsigned scale_product_shift() const {
    const unsigned full = full_scale_product_bits();
    return scale_product_bits == 0 || scale_product_bits >= full ? 0 : full - scale_product_bits;
  }
  /// Unsigned, halves rounded up; a carry out of R bits saturates.
  constexpr std::uint32_t scale_product(std::uint32_t weight_scale,
                                        std::uint32_t activation_scale) const {
    const std::uint32_t product = weight_scale * activation_scale;
    const unsigned shift = scale_product_shift();
    if (shift == 0) return product;
    const std::uint32_t rounded = (product + (std::uint32_t{1} << (shift - 1))) >> shift;
    return std::min(rounded, (std::uint32_t{1} << scale_product_bits) - 1);
  }
};

/// A signed accumulator that stops at its ends, +-: [-2^(bits-1), 2^(bits-1) - 1]. The order of
/// additions matters once it has saturated.
class SaturatingSum {
 public:
  explicit constexpr SaturatingSum(unsigned bits) : highest_{(std::int64_t{1} << (bits - 1)) - 1} {}

  /// Returns whether the sum had to be cut.
  constexpr bool add(std::int64_t term) {
    const std::int64_t exact = value_ + term;
    value_ = std::clamp(exact, -highest_ - 1, highest_);
    return value_ != exact;
  }
  constexpr std::int64_t value() const { return value_; }

 private:
  std::int64_t highest_;
  std::int64_t value_ = 0;
};

}  // namespace gossamer::numerics::vsq
