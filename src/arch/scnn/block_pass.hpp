// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/activation_store.hpp"
#include "arch/scnn/bank_queues.hpp"
#include "arch/scnn/block_run.hpp"
#include "arch/scnn/weight_block.hpp"

namespace gossamer::arch::scnn {

/// A weight block against the activation vectors of its slice, one held after the other: which
/// products there are, and what the multipliers did by the end.
class BlockPass {
 public:
  explicit BlockPass(const Params& params) : params_{params}, rows_(params.pe.i) {}

  /// Vectors of the block from `first_vector` on; activation vectors first to last - 1 of its
  /// slice.
  void begin(WeightBlock& block, std::uint32_t first_vector, const ActivationStore& activations,
             std::uint32_t first, std::uint32_t last);

  /// Goes on to the next activation vector. False if there is none.
  bool next_activation() {
    if (++activation_ == activations_end_) return false;
    hold();
    return true;
  }

  WeightBlock& block() const { return *block_; }
  std::uint32_t first_vector() const { return first_vector_; }
  std::uint32_t first_activation() const { return activations_begin_; }
  std::uint32_t activations_end() const { return activations_end_; }
  std::uint32_t activation() const { return activation_; }
  /// All activation vectors of the slice.
  bool whole_slice() const {
    return activations_begin_ == 0 && activations_end_ == activations_->vectors(block_->slice());
  }
  bool last_activation() const { return activation_ + 1 == activations_end_; }
  /// Products by bank of the held activations, [vector][bank] each.
  HeldRows rows() const { return {rows_.data(), held_}; }

  /// Once all have passed.
  BlockCounts counts() const;

 private:
  struct Lanes {
    std::uint64_t elements;  ///< placeholders and zeros included
    std::uint64_t nonzeros;
  };
  void hold();
  void leave_out_first_vectors(const ActivationVector& held);
  Lanes activation_lanes() const;

  const Params params_;
  WeightBlock* block_ = nullptr;
  const ActivationStore* activations_ = nullptr;
  std::uint32_t first_vector_ = 0;
  std::uint32_t activations_begin_ = 0;
  std::uint32_t activations_end_ = 0;
  std::uint32_t activation_ = 0;
  std::uint64_t useful_ = 0;               // products of the block inside the plane, so far
  std::uint64_t sent_ = 0;                 // and of those that go to a bank, other zeros included
  std::vector<const std::uint8_t*> rows_;  // of the first held_ lanes
  std::uint32_t held_ = 0;
};

}  // namespace gossamer::arch::scnn
