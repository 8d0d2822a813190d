// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "workload/layer.hpp"

namespace gossamer::arch::planar {

/// One axis of a convolution. Input i and filter tap t meet at output o if
/// o * stride + t * dilation = i + pad. Inputs and taps of equal phase, which is (i + pad) and
/// t * dilation modulo the stride, form a convolution of stride 1 of their own: with both divided
/// by the stride, o = shifted input - shifted tap.
struct Axis {
  std::uint32_t taps = 1;
  std::uint32_t stride = 1;
  std::uint32_t dilation = 1;
  std::uint32_t pad = 0;

  std::uint32_t phase_of_tap(std::uint32_t tap) const { return tap * dilation % stride; }
  std::uint32_t shifted_tap(std::uint32_t tap) const { return tap * dilation / stride; }
  std::uint32_t last_shifted_tap() const { return shifted_tap(taps - 1); }
  std::int32_t shifted_input(std::int32_t input) const {
    return (input + static_cast<std::int32_t>(pad)) / static_cast<std::int32_t>(stride);
  }

  /// Inputs of one phase in a range: every `stride`-th from `first` on; their shifted coordinates
  /// follow one another.
  struct Run {
    std::int32_t first = 0;
    std::int32_t count = 0;
    std::int32_t shifted = 0;  ///< of the first
  };
  Run inputs(std::uint32_t phase, std::int32_t begin, std::int32_t end) const;

  /// Inputs that outputs [first, last) meet, as [first, last), not cut at the plane's borders.
  std::int32_t first_input(std::int32_t first_output) const {
    return first_output * static_cast<std::int32_t>(stride) - static_cast<std::int32_t>(pad);
  }
  std::int32_t input_end(std::int32_t output_end) const {
    return first_input(output_end - 1) + static_cast<std::int32_t>(dilation * (taps - 1)) + 1;
  }
};

/// The axes of a convolution.
Axis vertical_axis(const workload::Conv2d& conv);
Axis horizontal_axis(const workload::Conv2d& conv);

}  // namespace gossamer::arch::planar
