// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "arch/scnn/messages.hpp"
#include "arch/scnn/run_state.hpp"
#include "kernel/broadcast_channel.hpp"

namespace gossamer::arch::scnn {

/// The weight FIFOs of all PEs. Beside the vectors stand the blocks they belong to, one after the
/// other in memory, for PEs that go through many at once.
class WeightFifos : public kernel::BroadcastChannel<WeightVector> {
 public:
  WeightFifos(kernel::Simulation& simulation, std::string name, std::size_t capacity)
      : BroadcastChannel{simulation, std::move(name), capacity}, blocks_(ring_size(capacity)) {}

  /// Notes what the next vectors belong to; returns its number, which goes into each of them.
  std::uint32_t begin_block(const BlockArrays& block) {
    blocks_[next_ & block_mask()] = block;
    return next_++;
  }

  /// Block `number` is at `number & block_mask()`, as long as some PE has not released all of its
  /// vectors.
  const BlockArrays* blocks() const { return blocks_.data(); }
  std::uint32_t block_mask() const { return static_cast<std::uint32_t>(blocks_.size()) - 1; }

 private:
  std::vector<BlockArrays> blocks_;  // as many as entries: a block has one at least
  std::uint32_t next_ = 0;
};

}  // namespace gossamer::arch::scnn
