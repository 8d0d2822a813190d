// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "arch/sparse_tensor_core/messages.hpp"
#include "arch/sparse_tensor_core/sm_work.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// Asynchronous copies of an SM: brings slabs of the operands of its thread blocks from L2 through
/// the SM's port into stages of shared memory, oldest block first, as far as stages are free; a
/// stage is free again when every warp has its fragments.
class CopyEngine : public kernel::Module {
 public:
  kernel::ChannelIn<Launch> in_launches{*this};
  kernel::ChannelOut<LoadRequest> out_requests{*this};
  kernel::ChannelIn<LoadResponse> in_responses{*this};
  kernel::ChannelOut<Fill> out_fills{*this};
  kernel::ChannelIn<StageFilled> in_filled{*this};

  CopyEngine(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
             const SmParams& params, const SmWork& work, SharedStages& stages);

  void connect(kernel::Channel<StageFilled>& to_sub_core,
               kernel::Channel<StageRead>& from_sub_core);
  std::string state() const override;

  /// Test hook: the first slab of every block comes with zeros for A.
  void lose_slabs() { lose_slabs_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  struct Block {
    std::uint32_t slot = 0;
    std::uint32_t tile = 0;
    std::uint32_t requested = 0;              // slabs
    std::uint32_t read = 0;                   // slabs whose stage is free again
    std::uint32_t announced = 0;              // slabs, in order
    std::vector<bool> filled = {};            // of the slab in a stage
    std::vector<std::uint32_t> readers = {};  // warps that have read it
  };

  core::Activity step() override;
  void take_responses();
  void take_filled();
  void take_reads();
  void request();
  void write_stage(const LoadResponse& response);
  Block& block_in(std::uint32_t slot);

  const SmParams params_;
  const SmWork& work_;
  SharedStages& stages_;
  std::deque<kernel::ChannelOut<StageFilled>> out_filled_;
  std::deque<kernel::ChannelIn<StageRead>> in_read_;
  std::vector<Block> blocks_;  // oldest first
  core::Edge port_free_{};
  std::uint64_t under_way_ = 0;  // slabs
  bool lose_slabs_ = false;
  std::uint32_t lost_ = 0;
};

}  // namespace gossamer::arch::sparse_tensor_core
