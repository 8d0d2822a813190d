// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "arch/pe_array/messages.hpp"
#include "arch/pe_array/output_collector.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "memory/request.hpp"

namespace gossamer::arch::pe_array {

/// Writes output blocks that the global buffer does not keep to DRAM, in the order in which they
/// come.
class OutputWriter : public kernel::Module {
 public:
  kernel::ChannelIn<OutputBlock> in_blocks{*this};
  kernel::ChannelOut<std::uint32_t> out_written{*this};
  kernel::ChannelOut<memory::MemoryRequest> out_requests{*this};
  kernel::ChannelIn<memory::MemoryResponse> in_responses{*this};

  /// `base`: address of the first output.
  OutputWriter(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
               const OutputStore& store, std::uint64_t base, std::uint32_t burst_bytes);

  std::string state() const override;
  std::size_t responses() const { return 0; }

 private:
  struct Transfer {
    OutputBlock block;
    std::uint64_t requested = 0;
    std::uint64_t bursts_left = 0;
  };

  core::Activity step() override;
  void take_responses();
  bool request();

  const OutputStore& store_;
  const std::uint64_t base_;
  const std::uint32_t burst_bytes_;
  std::deque<Transfer> transfers_;  // as many as the staging part holds: see OutputCollector
  std::size_t asking_ = 0;          // the first whose requests are not all made
  std::uint32_t written_ = 0;
};

}  // namespace gossamer::arch::pe_array
