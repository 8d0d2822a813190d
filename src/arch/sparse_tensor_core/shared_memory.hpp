// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "arch/sparse_tensor_core/messages.hpp"
#include "arch/sparse_tensor_core/sm_work.hpp"
#include "arch/sparse_tensor_core/stats.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// The banks of shared memory: a word of each per edge, for fragments of each sub-core and for
/// fills of the copy engine in turn. Fragments take the edges that their layout in the banks makes
/// them take, conflicts among them; fills are whole rows of banks.
class SharedMemory : public kernel::Module {
 public:
  kernel::ChannelIn<Fill> in_fills{*this};
  kernel::ChannelOut<StageFilled> out_filled{*this};

  SharedMemory(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
               const SmParams& params, const SmWork& work);

  void connect(kernel::Channel<FragmentRequest>& requests,
               kernel::Channel<FragmentResponse>& responses);
  std::string state() const override;
  const SmStats& stats() const { return stats_; }
  /// Edges in which the banks were busy, and those of them that conflicts cost.
  std::uint64_t busy_edges() const { return busy_edges_; }
  std::uint64_t conflict_edges() const { return conflict_edges_; }

 private:
  /// A sub-core, or the copy engine behind the last of them.
  struct Client {
    std::uint64_t edges_left = 0;  // of the request that is being served
    FragmentRequest fragment;
    StageFilled filled;
  };
  struct Port {
    kernel::ChannelIn<FragmentRequest> requests;
    kernel::ChannelOut<FragmentResponse> responses;
  };

  core::Activity step() override;
  bool has_work(std::size_t client);
  void serve(std::size_t client);

  const SmParams params_;
  const SmWork& work_;
  std::deque<Port> ports_;
  std::deque<Client> clients_;
  std::size_t turn_ = 0;
  core::Edge busy_until_{};
  std::uint64_t busy_edges_ = 0;
  std::uint64_t conflict_edges_ = 0;
  SmStats stats_;
};

}  // namespace gossamer::arch::sparse_tensor_core
