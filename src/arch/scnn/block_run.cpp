// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/block_run.hpp"

#include "core/work_share.hpp"

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

BlockRun::BlockRun(const Params& params) : params_{params} {
  state_.make_row = [](WeightBlock& block, std::uint32_t key) { block.make_row(key); };
  state_.lanes = params_.pe.i;
  state_.weights = params_.pe.f;
  state_.skips_activations = params_.skips_activations();
  state_.work = &core::current_work;
  state_.multiplication = static_cast<std::sig_atomic_t>(core::Work::multiplication);
}

RunState& BlockRun::begin(const ActivationStore& activations, const Sums& sums) {
  state_.inputs = activations.arrays();
  state_.sums = sums;
  return state_;
}

BlockCounts BlockRun::counts() const {
  const RunCounts& run = state_.counts;
  BlockCounts counts;
  counts.passes = run.passes;
  counts.vectors = state_.vectors;
  counts.issues = run.issues;
  counts.pairs = run.pairs;
  counts.products = run.nonzero;
  if (!params_.skips_weights()) counts.zeros += run.nonzero_a - run.nonzero;
  if (!params_.skips_activations()) counts.zeros += run.nonzero_w - run.nonzero;
  counts.useful = run.useful;
  counts.sent = run.sent;
  return counts;
}

}  // namespace gossamer::arch::scnn
