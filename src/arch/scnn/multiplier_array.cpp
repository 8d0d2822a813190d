// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/multiplier_array.hpp"

namespace gossamer::arch::scnn {

MultiplierArray::Weights MultiplierArray::weights(const WeightBlock& block, std::uint32_t first,
                                                  std::uint32_t last) const {
  const std::uint32_t from = first * block.lanes();
  return {block.values() + from, block.taps() + from, (last - first) * block.lanes()};
}

void MultiplierArray::multiply_block(const BlockPass& pass) {
  const WeightBlock& block = pass.block();
  const std::uint32_t slice = block.slice();
  const Weights w = weights(block, pass.first_vector(), block.vectors());
  const std::int16_t* tile = pass.whole_slice() ? activations_->tile(slice) : nullptr;
  if (tile != nullptr) {
    kernels_.multiply_tile(sums(), tile, w.values, w.taps, w.count);
  } else {
    for (std::uint32_t a = pass.first_activation(); a < pass.activations_end(); ++a) {
      multiply(w, activations_->vector(slice, a));
    }
  }
  if (loses_product()) {
    take_back_one_product(block, activations_->vector(slice, pass.first_activation()));
  }
}

void MultiplierArray::multiply_vectors(const BlockPass& pass, std::uint32_t vector) {
  const ActivationVector held = activations_->vector(pass.block().slice(), pass.activation());
  multiply(weights(pass.block(), vector, vector + 1), held);
  if (loses_product()) {
    take_back_one_product(pass.block(), held);
  }
}

void MultiplierArray::multiply(const Weights& weights, const ActivationVector& held) {
  kernels_.multiply_vector(sums(), held.lanes, held.elements, weights.values, weights.taps,
                           weights.count);
}

// Takes an activation all of whose products are inside the plane, so that the lost one is missed.
void MultiplierArray::take_back_one_product(const WeightBlock& block,
                                            const ActivationVector& held) {
  constexpr std::int32_t visible = 1 << 12;
  for (std::uint32_t lane = 0; lane < held.elements; ++lane) {
    if (!block.all_inside(held.lanes[lane].key)) continue;
    const Activation& activation = held.lanes[lane];
    const std::int32_t product = (activation.value * block.values()[0]) >> product_shift_;
    if (product > -visible && product < visible) continue;
    accumulators_.set(step_)[block.taps()[0] * accumulators_.stride() + activation.position] -=
        static_cast<std::uint32_t>(product);
    last_loss_step_ = step_;
    ++lost_;
    return;
  }
}

}  // namespace gossamer::arch::scnn
