// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/broadcaster.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gossamer::arch::scnn {

std::string Broadcaster::state() const {
  if (!has_block_) return "no block to broadcast";
  if (!current_.block) return "the end of a group to broadcast";
  return fmt::format("vector {} of {} of slice {} to broadcast", vector_, current_.block->vectors(),
                     current_.block->slice());
}

void Broadcaster::take(BlockMessage block) {
  current_ = std::move(block);
  has_block_ = true;
  vector_ = 0;
  round_ = 0;
  if (lose_vectors_ && !lost_in_group_ && current_.block && current_.block->vectors() > 1) {
    vector_ = 1;
    lost_in_group_ = true;
    ++lost_;
  }
  if (!current_.block) lost_in_group_ = false;
  BlockArrays arrays = current_.block ? current_.block->arrays() : BlockArrays{};
  arrays.whole = current_.block && current_.rounds == 0 && vector_ == 0;
  number_ = out_vectors_.begin_block(arrays);
}

void Broadcaster::send_vector(core::Edge at) {
  // The end of a group is a single entry.
  const std::uint32_t vectors = current_.block ? current_.block->vectors() : 1;
  const std::uint32_t rounds = std::max(1U, current_.rounds);
  if (current_.block) ++stats_.transfer;
  if (round_ > 0) ++repeated_;
  const bool last = vector_ + 1 == vectors && round_ + 1 == rounds;
  out_vectors_.push({last ? std::move(current_.block) : current_.block, vector_, number_,
                     current_.rounds > 0, round_},
                    at);
  has_block_ = !last;
  if (++vector_ < vectors) return;
  vector_ = 0;
  ++round_;
}

}  // namespace gossamer::arch::scnn
