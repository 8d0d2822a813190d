// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "arch/pe_array/input_image.hpp"
#include "arch/pe_array/messages.hpp"
#include "arch/pe_array/parameters.hpp"
#include "arch/pe_array/schedule.hpp"
#include "arch/pe_array/weight_tiles.hpp"
#include "core/counter.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::pe_array {

struct DistributorStats {
  core::StatGroup buffer{"global_buffer", "sram"};
  core::Counter buffer_read{buffer, "read", core::Unit::action, "a word read for the PEs"};
  core::Counter buffer_write{buffer, "write", core::Unit::action, "a word from DRAM written"};
  core::StatGroup network{"network", "bus"};
  core::Counter hop{network, "hop", core::Unit::action, "a word carried over a PE pitch"};
};

/// Reads tiles out of the global buffer and sends them over the network, each to all PEs that need
/// it at once, in the order of the schedule: a tile that a PE has no room for holds up those behind
/// it.
class Distributor : public kernel::Module {
 public:
  /// Of tiles that come from DRAM: which are complete, and which are no longer needed.
  struct Loads {
    explicit Loads(kernel::Module& owner) : in_complete{owner}, out_released{owner} {}
    kernel::ChannelIn<std::uint32_t> in_complete;
    kernel::ChannelOut<std::uint32_t> out_released;
    std::uint32_t complete = 0;
  };

  Loads weights{*this};
  Loads inputs{*this};

  Distributor(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
              const Params& params, const Schedule& schedule, WeightTiles& weight_tiles,
              InputImage& input_image);

  /// A further PE's buffers.
  void connect(kernel::Channel<WeightsHere>& to_weights, kernel::Channel<InputsHere>& to_inputs);

  std::string state() const override;
  const DistributorStats& stats() const { return stats_; }

 private:
  core::Activity step() override;
  void note_complete(Loads& loads, core::Edge at);
  bool has_tile(const Packet& packet, core::Edge at);
  bool has_room(const Packet& packet, core::Edge at) const;
  void begin(const Packet& packet);
  void deliver(const Packet& packet, core::Edge at);
  bool finished() const { return packet_ == schedule_.packets.size(); }

  const Params params_;
  const Schedule& schedule_;
  WeightTiles& weight_tiles_;
  InputImage& input_image_;
  std::deque<kernel::ChannelOut<WeightsHere>> out_weights_;  // of each PE
  std::deque<kernel::ChannelOut<InputsHere>> out_inputs_;
  std::size_t packet_ = 0;  // that is sent, or next
  bool sending_ = false;
  core::Cycles left_{};

  DistributorStats stats_;
};

}  // namespace gossamer::arch::pe_array
