// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "arch/planar/messages.hpp"
#include "kernel/barrier.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::planar {

/// The reports that the sequencer waits for.
struct StepBarriers {
  kernel::Barrier& pes;      ///< PEs have accumulated the step
  kernel::Barrier& halos;    ///< post-processing units have sent and received all incomplete sums
  kernel::Barrier& drained;  ///< post-processing units have written all outputs
};

/// Leads the machine through the steps of a layer: starts step n when every PE has finished step
/// n - 1 and the accumulator set it needs was drained of step n - 2; ends the run after the last
/// drain. Where outputs go to DRAM, it tells the output writer of every step that was drained and
/// lets so many drained steps wait for it as the output memories hold.
class Sequencer : public kernel::Module {
 public:
  struct Work {
    std::uint32_t steps = 0;
    bool writes_outputs = false;
    std::uint32_t unwritten_steps = 1;  ///< that the output memories hold, at most
  };

  /// Only with outputs that go to DRAM.
  kernel::ChannelOut<std::uint32_t> out_drained{*this};
  kernel::ChannelIn<std::uint32_t> in_written{*this};

  Sequencer(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Work& work,
            const StepBarriers& barriers, kernel::BroadcastChannel<StepStart>& out_starts);

  std::string state() const override;

 private:
  core::Activity step() override;
  void note_drained();
  void note_written();
  bool may_start() const;
  void start();

  const Work work_;
  StepBarriers barriers_;
  kernel::BroadcastChannel<StepStart>& out_starts_;
  std::uint32_t next_ =
      0;  // start to be sent; `steps` lets the last step drain, `steps` + 1 ends the layer
  std::uint32_t drained_ = 0;  // steps
  std::uint32_t written_ = 0;
  core::Edge halos_done_{};  // of the last drained step
  core::Edge drained_at_{};
  core::Edge written_at_{};
  bool ended_ = false;
};

}  // namespace gossamer::arch::planar
