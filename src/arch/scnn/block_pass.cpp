// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/block_pass.hpp"

namespace gossamer::arch::scnn {

void BlockPass::begin(WeightBlock& block, std::uint32_t first_vector,
                      const ActivationStore& activations, std::uint32_t first, std::uint32_t last) {
  block_ = &block;
  activations_ = &activations;
  first_vector_ = first_vector;
  activations_begin_ = first;
  activations_end_ = last;
  activation_ = first;
  useful_ = 0;
  sent_ = 0;
  hold();
}

void BlockPass::hold() {
  const ActivationVector held = activations_->vector(block_->slice(), activation_);
  const bool skips_zeros = params_.skips_activations();
  std::uint32_t lanes = 0;
  std::uint32_t sent = 0;
  std::uint32_t useful = 0;
  for (std::uint32_t lane = 0; lane < held.elements; ++lane) {
    const bool is_zero = held.lanes[lane].value == 0;
    if (is_zero && skips_zeros) continue;  // a placeholder has no products
    const ScatterRow& row = block_->row(held.lanes[lane].key);
    rows_[lanes++] = row.products;
    sent += row.sent;
    useful += is_zero ? 0 : row.useful;
  }
  held_ = lanes;
  sent_ += sent;
  useful_ += useful;
  if (first_vector_ > 0) leave_out_first_vectors(held);
}

// Only where a vector got lost: what the rows count of those before the first.
void BlockPass::leave_out_first_vectors(const ActivationVector& held) {
  for (std::uint32_t lane = 0; lane < held.elements; ++lane) {
    const bool is_zero = held.lanes[lane].value == 0;
    if (is_zero && params_.skips_activations()) continue;
    const ScatterRow lost = block_->row_until(held.lanes[lane].key, first_vector_);
    sent_ -= lost.sent;
    useful_ -= is_zero ? 0 : lost.useful;
  }
}

BlockPass::Lanes BlockPass::activation_lanes() const {
  const std::uint32_t slice = block_->slice();
  if (whole_slice()) return {activations_->elements(slice), activations_->nonzeros(slice)};
  Lanes lanes{0, 0};
  for (std::uint32_t a = activations_begin_; a < activations_end_; ++a) {
    const ActivationVector held = activations_->vector(slice, a);
    lanes.elements += held.elements;
    for (std::uint32_t lane = 0; lane < held.elements; ++lane) {
      lanes.nonzeros += held.lanes[lane].value != 0 ? 1 : 0;
    }
  }
  return lanes;
}

BlockCounts BlockPass::counts() const {
  BlockCounts counts;
  const Lanes a = activation_lanes();
  counts.passes = activations_end_ - activations_begin_;
  counts.vectors = block_->vectors() - first_vector_;
  counts.issues = counts.passes * counts.vectors;
  counts.add_pairs(params_, a.elements, a.nonzeros,
                   block_->elements(first_vector_, block_->vectors()),
                   block_->nonzeros(first_vector_, block_->vectors()));
  counts.useful = useful_;
  counts.sent = sent_;
  return counts;
}

}  // namespace gossamer::arch::scnn
