// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "arch/sparse_tensor_core/messages.hpp"
#include "arch/sparse_tensor_core/sm_work.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// Stores the sums of warps that are done through the SM's port to L2, one warp at a time.
class Epilogue : public kernel::Module {
 public:
  kernel::ChannelOut<WarpDone> out_stores{*this};  ///< bound where there are outputs
  kernel::ChannelOut<WarpStored> out_stored{*this};

  Epilogue(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
           const SmParams& params, const SmWork& work);

  void connect(kernel::Channel<WarpDone>& from_sub_core);
  std::string state() const override;

 private:
  core::Activity step() override;
  bool store();

  const SmParams params_;
  const SmWork& work_;
  std::deque<kernel::ChannelIn<WarpDone>> in_done_;
  std::size_t turn_ = 0;
  core::Edge port_free_{};
  std::uint64_t stored_ = 0;
};

}  // namespace gossamer::arch::sparse_tensor_core
