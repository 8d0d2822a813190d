// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/dcnn/image_plan.hpp"
#include "arch/dcnn/weight_memory.hpp"
#include "core/counter.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/channel.hpp"
#include "kernel/lookahead_module.hpp"
#include "memory/stream_reader.hpp"

namespace gossamer::arch::dcnn {

/// An entry of the weight FIFOs; the vectors come in the order of use, so that a PE knows what it
/// has from how many it took. The values are in the weight memory.
struct WeightVector {};

struct WeightFeederStats {
  core::StatGroup sequencer{"sequencer", "weight_sequencer"};
  core::Counter decode{sequencer, "decode", core::Unit::action, "a weight vector read out"};
  core::StatGroup buffer{"weight_buffer", "sram"};
  core::Counter buffer_write{buffer, "write", core::Unit::action, "a weight vector from DRAM"};
  core::Counter buffer_read{buffer, "read", core::Unit::action, "a weight vector to the bus"};
  core::StatGroup broadcast{"broadcast", "bus"};
  core::Counter transfer{broadcast, "transfer", core::Unit::action, "a weight vector to all PEs"};
};

/// Streams the weights of a layer from DRAM through an on-chip buffer, once per time tile, and
/// writes vector by vector into the FIFOs of all PEs at once: the PE whose FIFO is full holds all
/// back.
class WeightFeeder : public kernel::LookaheadModule {
 public:
  kernel::ChannelOut<memory::MemoryRequest> out_requests{*this};
  kernel::ChannelIn<memory::MemoryResponse> in_responses{*this};

  WeightFeeder(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
               const Params& params, const ImagePlan& image, WeightMemory& memory,
               kernel::BroadcastChannel<WeightVector>& out_vectors);

  std::string state() const override;
  const WeightFeederStats& stats() const { return stats_; }
  /// Bytes of weights that come from DRAM.
  std::uint64_t bytes() const { return stream_.bytes(); }
  /// Responses that may be under way or unread at once.
  std::size_t responses() const { return stream_.slots(); }

  /// Test hook: the values of the first vector of every step get lost.
  void lose_vectors() { lose_vectors_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  /// What has been done of an edge, if the rest of it was not certain.
  struct Progress {
    core::Edge edge{};
    std::uint32_t sent = 0;
    bool acted = false;
  };

  bool act(core::Edge at) override;
  void send_vectors(core::Edge at);
  void send_vector(core::Edge at);
  void advance();
  bool finished() const { return step_ == image_.steps(); }
  bool has_vector() const;
  bool is_certain(core::Edge at) const override;
  bool next_event(core::Edge at, core::Edge& next) const override;
  core::Activity waiting() const override;

  const std::uint32_t broadcast_vectors_;
  const ImagePlan& image_;
  WeightMemory& memory_;
  kernel::BroadcastChannel<WeightVector>& out_vectors_;
  memory::StreamReader stream_;

  std::uint32_t step_ = 0;  // of the next vector
  std::uint32_t chunk_ = 0;
  std::uint32_t k_ = 0;
  Progress progress_;
  bool asked_for_all_ = true;  // no request waits for room in the channel
  std::vector<std::uint8_t> bytes_;
  bool lose_vectors_ = false;
  std::uint32_t lost_ = 0;

  WeightFeederStats stats_;
};

}  // namespace gossamer::arch::dcnn
