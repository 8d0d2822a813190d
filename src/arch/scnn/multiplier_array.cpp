// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/multiplier_array.hpp"

namespace gossamer::arch::scnn {

MultiplierArray::Weights MultiplierArray::weights(const WeightBlock& block, std::uint32_t first,
                                                  std::uint32_t last) const {
  const std::uint32_t from = first * block.lanes();
  return {block.values() + from, block.taps() + from, (last - first) * block.lanes()};
}

void MultiplierArray::multiply_block(const WeightBlock& block, std::uint32_t first_vector,
                                     std::uint32_t group) {
  const std::uint32_t channel = block.channel();
  const Weights w = weights(block, first_vector, block.vectors());
  if (const std::int32_t* tile = activations_.tile(channel)) {
    kernels_.multiply_tile({accumulators_.set(group), accumulators_.stride(), product_shift_}, tile,
                           w.values, w.taps, w.count);
  } else {
    for (std::uint32_t a = activations_.begin(channel); a < activations_.begin(channel + 1); ++a) {
      multiply(w, a, group);
    }
  }
  if (lose_products_ && group != last_loss_group_)
    take_back_one_product(block, activations_.begin(channel), group);
}

void MultiplierArray::multiply_vectors(const WeightBlock& block, std::uint32_t activation,
                                       std::uint32_t vector, std::uint32_t group) {
  multiply(weights(block, vector, vector + 1), activation, group);
  if (lose_products_ && group != last_loss_group_) take_back_one_product(block, activation, group);
}

void MultiplierArray::multiply(const Weights& weights, std::uint32_t activation,
                               std::uint32_t group) {
  const ActivationVector held = activations_.vector(activation);
  for (std::uint32_t lane = 0; lane < held.elements; ++lane) {
    kernels_.multiply_one(
        {accumulators_.set(group) + held.positions[lane], accumulators_.stride(), product_shift_},
        held.values[lane], weights.values, weights.taps, weights.count);
  }
}

// Takes an activation all of whose products are inside the plane, so that the lost one is missed.
void MultiplierArray::take_back_one_product(const WeightBlock& block, std::uint32_t activation,
                                            std::uint32_t group) {
  constexpr std::int32_t visible = 1 << 12;
  const ActivationVector held = activations_.vector(activation);
  for (std::uint32_t lane = 0; lane < held.elements; ++lane) {
    if (!block.all_inside(held.keys[lane])) continue;
    const std::int32_t product = (held.values[lane] * block.values()[0]) >> product_shift_;
    if (product > -visible && product < visible) continue;
    accumulators_.set(group)[block.taps()[0] * accumulators_.stride() + held.positions[lane]] -=
        static_cast<std::uint32_t>(product);
    last_loss_group_ = group;
    ++lost_;
    return;
  }
}

}  // namespace gossamer::arch::scnn
