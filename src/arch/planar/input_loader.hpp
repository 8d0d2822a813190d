// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/planar/activation_format.hpp"
#include "arch/planar/input_units.hpp"
#include "arch/planar/messages.hpp"
#include "core/counter.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "memory/stream_reader.hpp"

namespace gossamer::arch::planar {

struct InputLoaderStats {
  core::StatGroup iaram{"pe/iaram", "sram"};
  core::Counter write{iaram, "write", core::Unit::action, "a vector of inputs from DRAM written"};
  core::StatGroup broadcast{"broadcast", "bus"};
  core::Counter deliver{broadcast, "deliver", core::Unit::action, "a vector of inputs to its PE"};
  core::StatGroup buffer{"dma_buffer", "sram"};
  core::Counter buffer_write{buffer, "write", core::Unit::action, "a vector of inputs from DRAM"};
  core::Counter buffer_read{buffer, "read", core::Unit::action, "a vector of inputs to the bus"};
  core::StatGroup coder{"run_length_coder", "run_length_coder"};
  core::Counter expand{coder, "expand", core::Unit::action,
                       "a vector of inputs expanded, compressed in DRAM alone"};
};

/// Where loaded inputs go: the memories of all PEs, by time tile.
class InputSink {
 public:
  virtual ~InputSink() = default;
  /// Inputs of `tile` come next; those of the tile before the last are not needed any more.
  virtual void begin_tile(std::uint32_t tile) = 0;
  /// Slices of a time tile that a PE has.
  virtual std::uint32_t slices(std::uint32_t tile, std::uint32_t pe) const = 0;
  /// The next slice of a time tile, of one PE; without elements if it has none.
  virtual void append(std::uint32_t tile, std::uint32_t pe, const BlockView& block) = 0;
};

/// Loads inputs that do not fit the PEs from DRAM, unit by unit in the order of use, as soon as
/// every PE has room for its block: the next time tile comes in while the PEs finish the one
/// before.
class InputLoader : public kernel::Module {
 public:
  kernel::ChannelOut<memory::MemoryRequest> out_requests{*this};
  kernel::ChannelIn<memory::MemoryResponse> in_responses{*this};

  InputLoader(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
              const ActivationPath& path, const InputUnits& units, std::uint64_t address,
              InputSink& memories, kernel::BroadcastChannel<InputUnit>& out_units);

  std::string state() const override;
  /// Responses that may be under way or unread at once.
  std::size_t responses() const { return stream_.slots(); }
  const InputLoaderStats& stats() const { return stats_; }

 private:
  core::Activity step() override;
  void grant();
  bool deliver_block();
  bool take_block(std::uint32_t pe);
  bool next_block_bytes(std::uint32_t pe, std::size_t& bytes) const;
  void deliver_to(std::uint32_t pe);
  void end_unit();

  const ActivationPath path_;
  const InputUnits& units_;
  InputSink& memories_;
  kernel::BroadcastChannel<InputUnit>& out_units_;
  memory::StreamReader stream_;
  std::vector<std::uint64_t> round_begin_;  // positions in the stream
  std::uint32_t granted_ = 0;               // units that have room
  std::uint32_t delivered_ = 0;
  std::ptrdiff_t holder_ = 0;  // of the unit, whose block comes next
  std::uint32_t tile_ = 0;
  std::uint32_t decoded_ = 0;  // slices of this tile that the memories have
  std::vector<std::uint8_t> packed_;
  std::vector<tensor::RunLengthElement> elements_;

  InputLoaderStats stats_;
};

}  // namespace gossamer::arch::planar
