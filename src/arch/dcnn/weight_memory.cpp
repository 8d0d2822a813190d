// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/weight_memory.hpp"

#include <algorithm>

#include "arch/dcnn/dot_kernels.hpp"

namespace gossamer::arch::dcnn {

namespace {

/// Steps of which some FIFO may hold a vector, or hold one at the edge before.
std::size_t steps_at_once(const ImagePlan& image, std::uint32_t fifo_entries) {
  std::uint32_t fewest = image.plan.kc;
  for (const planar::OutputGroup& group : image.plan.groups) {
    fewest = std::min(fewest, group.filters);
  }
  const std::uint64_t vectors = std::uint64_t{fewest} * image.plan.layer.chunks();
  return static_cast<std::size_t>(
      std::min<std::uint64_t>(image.steps(), fifo_entries / vectors + 3));
}

}  // namespace

WeightMemory::WeightMemory(const ImagePlan& image, std::uint32_t fifo_entries)
    : pitch_{padded_products(image.plan.layer.products())},
      steps_(steps_at_once(image, fifo_entries)) {
  for (StepWeights& weights : steps_) {
    weights.values.resize(std::size_t{image.plan.kc} * pitch_);
    weights.nonzero.resize(image.plan.layer.products());
  }
}

void WeightMemory::begin_step(std::uint32_t step) {
  auto& nonzero = steps_[step % steps_.size()].nonzero;
  std::fill(nonzero.begin(), nonzero.end(), 0U);
}

void WeightMemory::write(std::uint32_t step, std::uint32_t k, std::uint32_t first,
                         const std::vector<std::uint8_t>& bytes) {
  StepWeights& weights = steps_[step % steps_.size()];
  std::int16_t* values = weights.values.data() + std::size_t{k} * pitch_ + first;
  for (std::size_t lane = 0; lane < bytes.size() / 2; ++lane) {
    const unsigned value = bytes[2 * lane] + (unsigned{bytes[2 * lane + 1]} << 8U);
    values[lane] = static_cast<std::int16_t>(value);
    weights.nonzero[first + lane] += value != 0 ? 1 : 0;
  }
}

}  // namespace gossamer::arch::dcnn
