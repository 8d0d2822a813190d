// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/block_run.hpp"

#include <algorithm>

namespace gossamer::arch::scnn {

void BlockCounts::add_pairs(const Params& params, std::uint64_t a_elements,
                            std::uint64_t a_nonzeros, std::uint64_t w_elements,
                            std::uint64_t w_nonzeros) {
  pairs += a_elements * w_elements;
  products += a_nonzeros * w_nonzeros;
  if (!params.skips_weights()) zeros += a_nonzeros * (w_elements - w_nonzeros);
  if (!params.skips_activations()) zeros += (a_elements - a_nonzeros) * w_nonzeros;
}

void BlockCounts::book(const Params& params, PeStats& stats, SlotCounts& slots) const {
  slots.add(Slot::useful, useful);
  slots.add(Slot::outside_plane, products - useful);
  slots.add(Slot::zero_operand, zeros);
  slots.add(Slot::placeholder, pairs - products - zeros);
  slots.add(Slot::partial_vector, issues * params.pe.multipliers() - pairs);
  stats.iaram_read += passes;
  stats.fifo_write += vectors;
  stats.fifo_read += issues;
  stats.multiply += products;
  stats.multiply_zero += pairs - products;
  stats.compute += products + zeros;
  stats.transfer += sent;
  stats.push += sent;
  stats.pop += sent;
  stats.accumulate += sent;
}

void BlockRun::begin(std::size_t entries) {
  if (visits_.size() < entries) {
    visits_.resize(2 * entries);
    tiles_.resize(2 * entries);
    vectors_.resize(2 * entries);
  }
  visits_used_ = rows_used_ = lanes_used_ = tiles_used_ = vectors_used_ = 0;
  counts_ = {};
}

void BlockRun::add(WeightBlock& block, const ActivationStore& activations) {
  const std::uint32_t slice = block.slice();
  const std::uint32_t vectors = block.vectors();
  counts_.vectors += vectors;
  if (activations.is_empty(slice)) {  // the vectors pass by
    visits_[visits_used_++] = {vectors, 0};
    return;
  }
  const ActivationVector held = activations.all(slice);
  const std::uint32_t passes =
      held.elements <= params_.pe.i ? 1 : (held.elements + params_.pe.i - 1) / params_.pe.i;
  visits_[visits_used_++] = {vectors, passes};
  counts_.passes += passes;
  counts_.issues += std::uint64_t{passes} * vectors;
  counts_.add_pairs(params_, held.elements, activations.nonzeros(slice), block.elements(),
                    block.nonzeros());
  hold(block, held, passes);
  const std::uint32_t weights = vectors * block.lanes();
  if (const std::int16_t* tile = activations.tile(slice)) {
    tiles_[tiles_used_++] = {tile, block.values(), block.taps(), weights};
  } else {
    vectors_[vectors_used_++] = {held.lanes, held.elements, block.values(), block.taps(),
                                 block.elements()};
  }
}

void BlockRun::hold(WeightBlock& block, const ActivationVector& held, std::uint32_t passes) {
  if (rows_.size() < rows_used_ + held.elements) rows_.resize(2 * (rows_used_ + held.elements));
  if (lanes_.size() < lanes_used_ + passes) lanes_.resize(2 * (lanes_used_ + passes));
  const std::uint8_t** row = rows_.data() + rows_used_;
  std::uint64_t sent = 0;
  std::uint64_t useful = 0;
  for (std::uint32_t first = 0; first < held.elements; first += params_.pe.i) {
    const std::uint32_t last = std::min(first + params_.pe.i, held.elements);
    const std::uint8_t* const* const of_pass = row;
    for (std::uint32_t lane = first; lane < last; ++lane) {
      const bool is_zero = held.lanes[lane].value == 0;
      if (is_zero && skips_activations_) continue;  // a placeholder has no products
      const ScatterRow& products = block.row(held.lanes[lane].key);
      *row++ = products.products;
      sent += products.sent;
      useful += is_zero ? 0 : products.useful;
    }
    lanes_[lanes_used_++] = static_cast<std::uint8_t>(row - of_pass);
  }
  rows_used_ = static_cast<std::size_t>(row - rows_.data());
  counts_.sent += sent;
  counts_.useful += useful;
}

VisitRun& BlockRun::timing(core::Edge start) {
  timing_ = {};
  timing_.visits = visits_.data();
  timing_.count = static_cast<std::uint32_t>(visits_used_);
  timing_.rows = rows_.data();
  timing_.lanes = lanes_.data();
  timing_.at = start.number();
  return timing_;
}

}  // namespace gossamer::arch::scnn
