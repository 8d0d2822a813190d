// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/shared_names.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::scnn {

/// A filter tap as its phase sees it.
struct Tap {
  std::uint32_t index = 0;  ///< in the filter, row * width + column
  std::uint32_t row = 0;    ///< shifted
  std::uint32_t col = 0;
};

/// A convolution of stride 1 that a strided one contains.
struct Phase {
  std::uint32_t row = 0;
  std::uint32_t col = 0;
  std::vector<Tap> taps;  ///< in the order of their index
};

/// The phases of a convolution that have taps: one with all taps if its stride is 1. Inputs of
/// other phases meet no weight and are never looked at.
class Phases {
 public:
  explicit Phases(const workload::Conv2d& conv);

  const Axis& vertical() const { return vertical_; }
  const Axis& horizontal() const { return horizontal_; }

  std::uint32_t size() const { return static_cast<std::uint32_t>(phases_.size()); }
  const Phase& operator[](std::uint32_t number) const { return phases_[number]; }

  /// Taps of a filter, of all phases.
  std::uint32_t taps() const { return vertical_.taps * horizontal_.taps; }
  /// Taps of the phase that has most.
  std::uint32_t most_taps() const;

 private:
  Axis vertical_;
  Axis horizontal_;
  std::vector<Phase> phases_;
};

}  // namespace gossamer::arch::scnn
