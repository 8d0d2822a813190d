// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "arch/scnn/broadcaster.hpp"
#include "arch/scnn/weight_reader.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/channel.hpp"
#include "kernel/lookahead_module.hpp"

namespace gossamer::arch::scnn {

/// The path of the weights on the chip: reader, a queue of decoded blocks, broadcaster. One module,
/// so that both ends of the queue can go ahead of the clock together: as long as each edge is
/// certain, which it is unless bytes from DRAM, room for a request or room in the PEs' FIFOs are
/// missing and not known to come.
class WeightFeeder : public kernel::LookaheadModule {
 public:
  kernel::ChannelOut<memory::MemoryRequest> out_requests{*this};
  kernel::ChannelIn<memory::MemoryResponse> in_responses{*this};

  WeightFeeder(const sc_core::sc_module_name& name, kernel::Simulation& simulation,
               const Params& params, const ImagePlan& image, const Placement& placement,
               WeightFifos& out_vectors);

  std::string state() const override;
  WeightReader& reader() { return reader_; }
  const WeightReader& reader() const { return reader_; }
  Broadcaster& broadcaster() { return broadcaster_; }
  const Broadcaster& broadcaster() const { return broadcaster_; }
  /// Responses that may be under way or unread at once.
  std::size_t responses() const { return reader_.responses(); }

 private:
  /// Registered, like a channel: decoded at an edge, there for the broadcaster from the next.
  struct QueuedBlock {
    BlockMessage message;
    core::Edge visible_from;
  };
  /// What has been done of an edge, if the rest of it was not certain.
  struct Progress {
    core::Edge edge{};
    std::uint32_t sent = 0;
    bool acted = false;
  };

  bool act(core::Edge at) override;
  void decode_blocks(core::Edge at);
  void send_vectors(core::Edge at);
  bool queue_has_room(core::Edge at) const;
  bool is_certain(core::Edge at) const override;
  bool next_event(core::Edge at, core::Edge& next) const override;
  core::Activity waiting() const override;

  const Params params_;
  WeightFifos& out_vectors_;
  WeightReader reader_;
  Broadcaster broadcaster_;
  std::deque<QueuedBlock> queue_;
  std::deque<core::Edge> freed_;  // places of blocks that were taken, from then on
  Progress progress_;
  bool asked_for_all_ = true;  // no request waits for room in the channel
};

}  // namespace gossamer::arch::scnn
