// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "arch/scnn/messages.hpp"
#include "arch/scnn/parameters.hpp"
#include "core/counter.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::scnn {

struct BroadcasterStats {
  core::StatGroup group{"broadcast", "bus"};
  core::Counter transfer{group, "transfer", core::Unit::action, "a weight vector to all PEs"};
};

/// Writes each weight vector into the FIFOs of all PEs at once, up to `weights.broadcast_vectors`
/// per edge; the PE whose FIFO is full holds it back.
class Broadcaster : public kernel::Module {
 public:
  kernel::ChannelIn<BlockMessage> in_blocks{*this};

  Broadcaster(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
              const Params& params, kernel::BroadcastChannel<WeightVector>& out_vectors);

  std::string state() const override;
  const core::StatGroup& stats() const { return stats_.group; }
  /// Vectors that were sent after the first round of their block.
  std::uint64_t repeated() const { return repeated_; }

  /// Test hook: in every output-channel group, the first vector of a block that has two is not
  /// sent.
  void lose_vectors() { lose_vectors_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  core::Activity step() override;
  std::uint32_t entries_left() const;
  /// Takes the next block if there is none in hand. False if none is visible at `at`.
  bool have_block(core::Edge at);
  std::uint32_t send_vectors(core::Edge at);
  void send_vector(core::Edge at);
  /// What happens at `at` cannot depend on anything that is not known yet.
  bool certain(core::Edge at) const;

  const Params params_;
  kernel::BroadcastChannel<WeightVector>& out_vectors_;
  BlockMessage current_;
  bool has_current_ = false;
  std::uint32_t vector_ = 0;
  std::uint32_t round_ = 0;
  bool lose_vectors_ = false;
  bool lost_in_group_ = false;
  std::uint32_t lost_ = 0;
  std::uint64_t repeated_ = 0;

  BroadcasterStats stats_;
};

}  // namespace gossamer::arch::scnn
