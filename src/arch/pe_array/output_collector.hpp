// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "arch/pe_array/messages.hpp"
#include "arch/pe_array/parameters.hpp"
#include "core/counter.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "memory/block_writer.hpp"
#include "numerics/vsq/vectors.hpp"

namespace gossamer::arch::pe_array {

struct CollectorStats {
  core::StatGroup buffer{"global_buffer", "sram"};
  core::Counter buffer_write{buffer, "write", core::Unit::action, "a word of outputs written"};
  core::Counter buffer_read{buffer, "read", core::Unit::action,
                            "a word of outputs read on its way to DRAM"};
  core::StatGroup network{"output_network", "bus"};
  core::Counter hop{network, "hop", core::Unit::action, "a word carried over a PE pitch"};
};

/// The outputs of a layer as the global buffer or DRAM holds them: a block of vectors for each unit
/// and pixel block.
class OutputStore {
 public:
  OutputStore(const Mapping& mapping, std::uint32_t align);

  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t address(std::uint32_t unit, std::uint32_t block) const;
  void write(OutputBlock block) { held_[number(block.unit, block.block)] = std::move(block.bytes); }
  /// Output vectors, outer = images, from what was written, or from DRAM at `base`.
  numerics::vsq::Vectors read(const std::vector<std::uint8_t>* dram, std::uint64_t base) const;

 private:
  std::size_t number(std::uint32_t unit, std::uint32_t block) const;
  numerics::vsq::Vectors unpacked(std::uint32_t unit, std::uint32_t block,
                                  const std::vector<std::uint8_t>* dram, std::uint64_t base) const;

  const Mapping& mapping_;
  std::vector<std::uint64_t> addresses_;
  std::vector<std::vector<std::uint8_t>> held_;
  std::uint64_t bytes_ = 0;
};

/// Takes output blocks of the PEs in turn over the output network into the global buffer. Where
/// they go on to DRAM it hands them to the writer, and takes a further one only if it fits the
/// staging part beside those that are not written yet, or if there are none. Ends the layer.
class OutputCollector : public kernel::Module {
 public:
  kernel::ChannelOut<memory::WriteBlock> out_writer{*this};  ///< only with outputs that go to DRAM
  kernel::ChannelIn<std::uint32_t> in_written{*this};

  OutputCollector(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
                  const Params& params, std::uint64_t blocks, OutputStore& store);

  void connect(kernel::Channel<OutputBlock>& from_ppu);
  std::string state() const override;
  const CollectorStats& stats() const { return stats_; }

 private:
  core::Activity step() override;
  kernel::ChannelIn<OutputBlock>* next_block();
  bool fits_staging(const OutputBlock& block) const;
  void note_written();
  void begin(kernel::ChannelIn<OutputBlock>& from);
  void end(core::Edge at);

  const Params params_;
  const std::uint64_t blocks_;
  OutputStore& store_;
  std::deque<kernel::ChannelIn<OutputBlock>> in_outputs_;  // of each PE
  kernel::ChannelIn<OutputBlock>* from_ = nullptr;
  std::size_t turn_ = 0;
  core::Cycles left_{};
  std::uint64_t collected_ = 0;
  std::uint64_t written_ = 0;
  std::deque<std::uint64_t> staged_;  // bytes of the blocks that are not written yet
  std::uint64_t staged_bytes_ = 0;
  CollectorStats stats_;
};

}  // namespace gossamer::arch::pe_array
