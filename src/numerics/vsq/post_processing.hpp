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
  constexpr unsigned fraction_bits() const {
    return value_bits - 1 - output.element.bits - output.scale_bits;
  }
  /// Value of a sum of `filter`.
  std::int32_t value(std::int64_t sum, std::size_t filter) const;
  /// Quantises `count` values of neighbouring channels, one vector. Returns its scale (1 where the
  /// format has none). A vector whose scale rounds to 0 gets codes of 0.
  std::uint16_t quantise(const std::int32_t* values, std::size_t count, std::int16_t* codes) const;
};

}  // namespace gossamer::numerics::vsq
