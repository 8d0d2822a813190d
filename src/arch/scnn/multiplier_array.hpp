// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arch/scnn/accumulators.hpp"
#include "arch/scnn/activation_store.hpp"
#include "arch/scnn/scatter_kernels.hpp"
#include "arch/scnn/weight_block.hpp"

namespace gossamer::arch::scnn {

/// The values of a PE: multiplies activations and weights and adds the products to the
/// accumulators. Takes no time; when a product is issued is the PE's business.
class MultiplierArray {
 public:
  MultiplierArray(const ActivationStore& activations, Accumulators& accumulators,
                  const ScatterKernels& kernels, unsigned product_shift)
      : activations_{activations},
        accumulators_{accumulators},
        kernels_{kernels},
        product_shift_{product_shift} {}

  /// All activations of the block's channel with its weight vectors from `first_vector` on.
  void multiply_block(const WeightBlock& block, std::uint32_t first_vector, std::uint32_t group);

  /// Activation vector `activation` with weight vector `vector`.
  void multiply_vectors(const WeightBlock& block, std::uint32_t activation, std::uint32_t vector,
                        std::uint32_t group);

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
  void multiply(const Weights& weights, std::uint32_t activation, std::uint32_t group);
  void take_back_one_product(const WeightBlock& block, std::uint32_t activation,
                             std::uint32_t group);

  const ActivationStore& activations_;
  Accumulators& accumulators_;
  const ScatterKernels& kernels_;
  unsigned product_shift_;
  bool lose_products_ = false;
  std::uint32_t lost_ = 0;
  std::uint32_t last_loss_group_ = ~0U;
};

}  // namespace gossamer::arch::scnn
