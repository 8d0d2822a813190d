// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "arch/planar/output_store.hpp"
#include "core/counter.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "memory/request.hpp"

namespace gossamer::arch::planar {

struct OutputWriterStats {
  core::StatGroup oaram{"pe/oaram", "sram"};
  core::Counter read{oaram, "read", core::Unit::action, "a vector of outputs read for DRAM"};
  core::StatGroup broadcast{"broadcast", "bus"};
  core::Counter deliver{broadcast, "deliver", core::Unit::action,
                        "a vector of outputs from its PE"};
  core::StatGroup coder{"run_length_coder", "run_length_coder"};
  core::Counter compress{coder, "compress", core::Unit::action,
                         "a vector of outputs compressed for DRAM"};
};

/// Moves outputs that do not fit the PEs to DRAM: the blocks of a step, PE by PE, once all PEs have
/// them in their output memories.
class OutputWriter : public kernel::Module {
 public:
  kernel::ChannelIn<std::uint32_t> in_drained{*this};  ///< steps whose outputs are complete
  kernel::ChannelOut<std::uint32_t> out_written{*this};
  kernel::ChannelOut<memory::MemoryRequest> out_requests{*this};
  kernel::ChannelIn<memory::MemoryResponse> in_responses{*this};

  /// `address`: of the first output in DRAM.
  OutputWriter(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
               const ActivationPath& path, std::uint64_t address,
               const std::vector<OutputStore>& stores);

  std::string state() const override;
  /// Responses that may be under way or unread at once.
  std::size_t responses() const { return 0; }
  const OutputWriterStats& stats() const { return stats_; }

 private:
  /// The outputs of a step, packed; whole until the last burst has been written.
  struct Transfer {
    std::uint32_t step;
    std::uint64_t address;
    std::vector<std::uint8_t> bytes;
    std::uint64_t requested = 0;
    std::uint32_t bursts_left = 0;
  };

  core::Activity step() override;
  void take_responses();
  void take_steps();
  void request_more();
  std::vector<std::uint8_t> pack(std::uint32_t step);

  const ActivationPath path_;
  const std::vector<OutputStore>& stores_;
  std::uint64_t next_address_;
  std::vector<std::size_t> next_block_;  // per PE
  std::deque<Transfer> transfers_;

  OutputWriterStats stats_;
};

/// The image's outputs as the writer left them in DRAM from `address` on.
std::vector<std::int16_t> outputs_in_dram(const std::vector<std::uint8_t>& dram,
                                          std::uint64_t address, const ActivationFormat& format,
                                          const std::vector<OutputStore>& stores,
                                          std::uint32_t steps, const workload::Conv2d& conv);

}  // namespace gossamer::arch::planar
