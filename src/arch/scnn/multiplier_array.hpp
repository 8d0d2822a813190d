// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/scnn/accumulators.hpp"
#include "arch/scnn/activation_store.hpp"
#include "arch/scnn/block_pass.hpp"
#include "arch/scnn/scatter_kernels.hpp"
#include "arch/scnn/weight_block.hpp"

namespace gossamer::arch::scnn {

/// The values of a PE: multiplies activations and weights and adds the products to the
/// accumulators. Takes no time; when a product is issued is the PE's business.
class MultiplierArray {
 public:
  MultiplierArray(Accumulators& accumulators, const ScatterKernels& kernels, unsigned product_shift)
      : accumulators_{accumulators}, kernels_{kernels}, product_shift_{product_shift} {}

  /// The products of a step from now on, of these inputs.
  void begin_step(std::uint32_t step, const ActivationStore& activations) {
    step_ = step;
    activations_ = &activations;
  }

  /// All activation vectors of a pass with all its weight vectors.
  void multiply_block(const BlockPass& pass);

  /// Where the products of this step go.
  Sums sums() { return {accumulators_.set(step_), accumulators_.stride(), product_shift_}; }
  /// Whether the test hook below still has a product to lose in this step: not in runs.
  bool loses_product() const { return lose_products_ && step_ != last_loss_step_; }

  /// The held activation vector of a pass with weight vector `vector`.
  void multiply_vectors(const BlockPass& pass, std::uint32_t vector);

  /// Test hook: in every output-channel group, a product that no output shift up to 12 hides gets
  /// lost.
  void lose_products() { lose_products_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  struct Weights {
    const std::int16_t* values;
    const std::uint32_t* taps;
    std::uint32_t count;
  };

  Weights weights(const WeightBlock& block, std::uint32_t first, std::uint32_t last) const;
  void multiply(const Weights& weights, const ActivationVector& held);
  void take_back_one_product(const WeightBlock& block, const ActivationVector& held);

  const ActivationStore* activations_ = nullptr;
  std::uint32_t step_ = 0;
  Accumulators& accumulators_;
  const ScatterKernels& kernels_;
  unsigned product_shift_;
  bool lose_products_ = false;
  std::uint32_t lost_ = 0;
  std::uint32_t last_loss_step_ = ~0U;
};

}  // namespace gossamer::arch::scnn
