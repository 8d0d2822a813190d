// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "memory/request.hpp"

namespace gossamer::memory {

/// Bytes on their way to DRAM.
struct WriteBlock {
  std::uint64_t address = 0;  ///< from the writer's base on
  std::vector<std::uint8_t> bytes;
};

/// Writes blocks to DRAM in the order in which they come, at most `most_blocks` at once, and says
/// of each that it has been written.
class BlockWriter : public kernel::Module {
 public:
  kernel::ChannelIn<WriteBlock> in_blocks{*this};
  kernel::ChannelOut<std::uint32_t> out_written{*this};
  kernel::ChannelOut<MemoryRequest> out_requests{*this};
  kernel::ChannelIn<MemoryResponse> in_responses{*this};

  BlockWriter(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
              std::uint64_t base, std::uint32_t burst_bytes, std::size_t most_blocks);

  std::string state() const override;
  std::size_t responses() const { return 0; }

 private:
  struct Transfer {
    WriteBlock block;
    std::uint64_t requested = 0;
    std::uint64_t bursts_left = 0;
  };

  core::Activity step() override;
  void take_responses();
  bool take_blocks();
  bool request();

  const std::uint64_t base_;
  const std::uint32_t burst_bytes_;
  const std::size_t most_blocks_;
  std::deque<Transfer> transfers_;
  std::size_t asking_ = 0;  // the first whose requests are not all made
  std::uint32_t written_ = 0;
};

}  // namespace gossamer::memory
