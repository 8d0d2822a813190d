// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "arch/sparse_tensor_core/messages.hpp"
#include "arch/sparse_tensor_core/slots.hpp"
#include "arch/sparse_tensor_core/sm_work.hpp"
#include "arch/sparse_tensor_core/stats.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// A quarter of an SM: warp scheduler, register file and tensor core. Of the warps whose fragments
/// and sums are ready the one that has issued least recently issues all instructions of a step;
/// fragments of its next step are fetched meanwhile. Timing contract:
/// docs/timing/sparse_tensor_core.md.
class SubCore : public kernel::Module {
 public:
  kernel::ChannelIn<Launch> in_launches{*this};
  kernel::ChannelIn<StageFilled> in_filled{*this};
  kernel::ChannelOut<StageRead> out_read{*this};
  kernel::ChannelOut<FragmentRequest> out_requests{*this};
  kernel::ChannelIn<FragmentResponse> in_fragments{*this};
  kernel::ChannelOut<WarpDone> out_done{*this};

  /// Number `number` of its SM; `stages`: shared memory, [slot][stage].
  SubCore(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
          const SmParams& params, const SmWork& work, std::uint32_t number, SharedStages& stages);

  std::string state() const override;
  const SlotCounts& slots() const { return slots_; }
  const SmStats& stats() const { return stats_; }
  /// Edges from the first issue to the last sums.
  core::Cycles issuing() const;

  /// Test hook: the first sum of every warp is stored as another value.
  void lose_sums() { lose_sums_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  struct Warp {
    std::uint32_t slot = 0;
    std::uint32_t tile = 0;
    std::uint32_t number = 0;
    std::uint32_t requested = 0;  // steps whose fragments were asked for
    std::uint32_t arrived = 0;    // steps whose fragments have come
    std::uint32_t issued = 0;     // steps
    std::uint64_t instructions = 0;
    std::uint64_t ready_quarter = 0;  // from which the next step's sums can be added to
    Sums sums = {};
  };

  core::Activity step() override;
  void slept(core::Cycles edges) override;
  void take_messages();
  void take_fragments();
  void request_fragments();
  Warp* ready_warp();
  Slot lacking() const;
  void issue(Warp& warp);
  void retire(Warp& warp, core::Edge at);
  void book(const Warp& warp, std::uint64_t edges);
  void count(const Instruction& instruction, std::uint64_t instructions);
  core::Activity wait();
  std::uint32_t filled_slabs(const Warp& warp) const;
  Warp& warp_of(const FragmentResponse& response);

  const SmParams params_;
  const SmWork& work_;
  const std::uint32_t number_;
  const std::uint64_t multipliers_;
  SharedStages& stages_;
  SmStats stats_;
  SlotCounts slots_;

  std::vector<Warp> warps_;          // least recently issued first
  std::vector<StageFilled> filled_;  // the newest of each slot
  std::uint32_t launched_ = 0;
  std::uint64_t free_quarter_ = 0;  // from which the tensor core takes another instruction
  core::Edge busy_until_{};
  Slot lack_ = Slot::fill;
  std::optional<core::Edge> first_issue_;
  core::Edge last_sums_{};
  bool lose_sums_ = false;
  std::uint32_t lost_ = 0;
};

}  // namespace gossamer::arch::sparse_tensor_core
