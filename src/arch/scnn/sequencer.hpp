// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "arch/scnn/messages.hpp"
#include "kernel/barrier.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::scnn {

/// The reports that the sequencer waits for.
struct GroupBarriers {
  kernel::Barrier& pes;      ///< PEs have accumulated the group
  kernel::Barrier& halos;    ///< post-processing units have sent and received all incomplete sums
  kernel::Barrier& drained;  ///< post-processing units have written all outputs
};

/// Leads the machine through the output-channel groups of a layer: starts group g when every PE has
/// finished group g - 1 and the accumulator set it needs was drained of group g - 2; ends the run
/// after the last drain.
class Sequencer : public kernel::Module {
 public:
  Sequencer(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
            std::uint32_t groups, const GroupBarriers& barriers,
            kernel::BroadcastChannel<GroupStart>& out_starts);

  std::string state() const override;

 private:
  core::Activity step() override;
  bool may_start() const;
  void start();

  const std::uint32_t groups_;
  GroupBarriers barriers_;
  kernel::BroadcastChannel<GroupStart>& out_starts_;
  std::uint32_t next_ =
      0;  // start to be sent; groups_ lets the last group drain, groups_ + 1 ends the layer
  bool ended_ = false;
};

}  // namespace gossamer::arch::scnn
