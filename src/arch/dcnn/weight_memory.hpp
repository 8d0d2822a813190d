// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/dcnn/image_plan.hpp"

namespace gossamer::arch::dcnn {

/// The weights of a step, as far as they have been broadcast.
struct StepWeights {
  std::vector<std::int16_t> values;    ///< [filter of the group][pitch]
  std::vector<std::uint32_t> nonzero;  ///< [product]: filters whose weight is not zero
};

/// What lies in the weight FIFOs of the PEs: the same vectors in all of them, so that their values
/// are kept once, step by step, until no FIFO can hold any of them.
class WeightMemory {
 public:
  WeightMemory(const ImagePlan& image, std::uint32_t fifo_entries);

  /// Weights from one filter to the next: all products, rounded up to what kernels take at a time.
  std::uint32_t pitch() const { return pitch_; }

  /// Its first vector comes next.
  void begin_step(std::uint32_t step);
  /// Appends a vector of a step: weights of filter `k` of the group from product `first` on.
  /// bytes: 16 bits each, as in DRAM.
  void write(std::uint32_t step, std::uint32_t k, std::uint32_t first,
             const std::vector<std::uint8_t>& bytes);

  const StepWeights& step(std::uint32_t step) const { return steps_[step % steps_.size()]; }

 private:
  std::uint32_t pitch_;
  std::vector<StepWeights> steps_;  // a ring
};

}  // namespace gossamer::arch::dcnn
