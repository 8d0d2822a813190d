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

/// Gives the tiles of an SM to its slots for thread blocks: the next one when all warps of a block
/// have stored their outputs.
class BlockScheduler : public kernel::Module {
 public:
  kernel::ChannelIn<WarpStored> in_stored{*this};

  /// `ends_the_run`: there is no L2 that would know when all is done.
  BlockScheduler(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                 const SmWork& work, bool ends_the_run);

  /// To the copy engine or a sub-core.
  void connect(kernel::Channel<Launch>& to);
  std::string state() const override;

 private:
  core::Activity step() override;
  bool launch();

  const SmWork& work_;
  const bool ends_the_run_;
  std::deque<kernel::ChannelOut<Launch>> out_launches_;
  std::vector<std::uint32_t> running_warps_;  // of each slot
  std::uint32_t launched_ = 0;
  std::uint32_t ended_ = 0;
};

}  // namespace gossamer::arch::sparse_tensor_core
