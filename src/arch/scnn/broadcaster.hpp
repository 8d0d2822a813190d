// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "arch/scnn/weight_fifos.hpp"
#include "core/counter.hpp"
#include "kernel/broadcast_channel.hpp"

namespace gossamer::arch::scnn {

struct BroadcasterStats {
  core::StatGroup group{"broadcast", "bus"};
  core::Counter transfer{group, "transfer", core::Unit::action, "a weight vector to all PEs"};
};

/// Writes the vectors of one block after the other into the FIFOs of all PEs at once. When is the
/// weight feeder's business; the PE whose FIFO is full holds all back.
class Broadcaster {
 public:
  explicit Broadcaster(WeightFifos& out_vectors) : out_vectors_{out_vectors} {}

  std::string state() const;
  const core::StatGroup& stats() const { return stats_.group; }
  /// Vectors that were sent after the first round of their block.
  std::uint64_t repeated() const { return repeated_; }

  /// A block, or the end of a group, is in hand.
  bool has_block() const { return has_block_; }
  void take(BlockMessage block);
  /// The next vector of what is in hand; there must be room.
  void send_vector(core::Edge at);

  /// Test hook: in every output-channel group, the first vector of a block that has two is not
  /// sent.
  void lose_vectors() { lose_vectors_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  WeightFifos& out_vectors_;
  BlockMessage current_;
  bool has_block_ = false;
  std::uint32_t vector_ = 0;
  std::uint32_t round_ = 0;
  std::uint32_t number_ = 0;  // of the block in hand
  bool lose_vectors_ = false;
  bool lost_in_group_ = false;
  std::uint32_t lost_ = 0;
  std::uint64_t repeated_ = 0;

  BroadcasterStats stats_;
};

}  // namespace gossamer::arch::scnn
