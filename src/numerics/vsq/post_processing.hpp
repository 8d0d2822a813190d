// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "numerics/vsq/format.hpp"

namespace gossamer::numerics::vsq {

/// Which comes first when a vector is quantised: its elements, by the exact scale, or the rounding
/// of its scale, by which the elements are then divided (the order of the hardware).
enum class ScaleOrder { elements_first, scale_first };

/// sum x multiplier / 2^shift, rounded to nearest, halves away from zero.
struct Rescale {
  std::uint32_t multiplier = 1;  ///< 16 bits
  unsigned shift = 0;            ///< at most 62
};

/// The nearest one to a factor, with a multiplier of 2^15 to 2^16 - 1, halves away from zero:
/// within 2^-16 of the factor. What rounds to less than 2^-47, 0 among them, gives {0, 0}, as it
/// takes every sum of up to 46 bits to 0. A factor of 65535.5 or more, infinity among them, gives
/// the largest, {65535, 0}. Throws std::invalid_argument if the factor is negative or not a number.
Rescale rescale_of(double factor);

/// The post-processing unit: accumulated sums become values, values become the codes and the scale
/// of an output vector. A value is a fixed-point number in units of gamma_out / 2^fraction_bits().
struct PostProcessing {
  std::vector<Rescale> rescale;    ///< per filter of the layer: gamma_w gamma_a 2^shift / unit
  std::vector<std::int32_t> bias;  ///< per filter, added to the value; empty: none
  std::int32_t subtract = 0;       ///< taken off every value before ReLU
  bool relu = false;
  OperandFormat output;
  ScaleOrder order = ScaleOrder::scale_first;

  /// Bits of a value, sign included: it saturates there.
  static constexpr unsigned value_bits = 24;
  /// What a value has left below code x scale; none where those two fill it.
  constexpr unsigned fraction_bits() const {
    const unsigned kept = output.element.bits + output.scale_bits;
    return kept < value_bits - 1 ? value_bits - 1 - kept : 0;
  }
  /// Value of a sum of `filter`, |sum| <= 2^46: rescaled, bias added, `subtract` taken off, then
  /// saturated (outputs may use the whole range behind a large constant), then ReLU.
  std::int32_t value(std::int64_t sum, std::size_t filter) const;
  /// Quantises `count` values of neighbouring channels, one vector; |value| <= 2^23. Returns its
  /// scale (1 where the format has none): the largest |value| over the highest code, in units of
  /// gamma_out, saturated. A vector whose scale rounds to 0 gets codes of 0, and so do negative
  /// values in an unsigned format. All rounding is to nearest, halves away from zero.
  std::uint16_t quantise(const std::int32_t* values, std::size_t count, std::int16_t* codes) const;
};

}  // namespace gossamer::numerics::vsq
