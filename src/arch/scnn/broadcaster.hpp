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

/// Writes each weight vector into the FIFOs of all PEs at once, up to `weights.broadcast_vectors`
/// per edge; the PE whose FIFO is full holds it back.
class Broadcaster : public kernel::Module {
 public:
  kernel::ChannelIn<BlockMessage> in_blocks{*this};

  Broadcaster(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
              const Params& params, kernel::BroadcastChannel<WeightVector>& out_vectors);

  std::string state() const override;
  const core::StatGroup& stats() const { return stats_; }

  /// Test hook: the first vector of the next block that has two is not sent.
  void lose_vector() { lose_vector_ = true; }

 private:
  core::Activity step() override;
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
  bool lose_vector_ = false;

  core::StatGroup stats_{"broadcast", "bus"};
  core::Counter transfer_{stats_, "transfer", core::Unit::action, "a weight vector to all PEs"};
};

}  // namespace gossamer::arch::scnn
