// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "arch/sparse_tensor_core/block_cache.hpp"
#include "arch/sparse_tensor_core/followers.hpp"
#include "arch/sparse_tensor_core/messages.hpp"
#include "arch/sparse_tensor_core/stats.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "memory/dram.hpp"
#include "memory/request.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// The second-level cache: serves slabs to all SMs at its bandwidth, one request of each in turn,
/// and fetches blocks that it does not hold from DRAM once for all that ask. Outputs take room
/// until they are in DRAM, where they go when no block waits for it; while some find no room,
/// blocks and outputs go in turn. SMs that a simulated one stands for ask as Followers. Ends the
/// layer when all outputs are in DRAM.
class L2 : public kernel::Module {
 public:
  struct Work {
    const OperandMap& map;
    bool values = true;
  };

  kernel::ChannelOut<memory::MemoryRequest> out_requests{*this};
  kernel::ChannelIn<memory::MemoryResponse> in_responses{*this};

  L2(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const L2Params& params,
     std::uint32_t burst_bytes, const Work& work);

  /// Of a simulated SM that stands for `followers` others.
  void connect(kernel::Channel<LoadRequest>& loads, kernel::Channel<LoadResponse>& loaded,
               kernel::Channel<WarpDone>& stores, std::uint32_t followers);
  std::string state() const override;
  /// It reads responses as they come.
  static constexpr std::size_t responses() { return 0; }
  const L2Stats& stats() const { return stats_; }
  /// Bytes to and from the SMs.
  std::uint64_t bytes() const { return bytes_; }
  /// By which the followers of a simulated SM run behind it.
  Followers::Lags lags(std::size_t port) const { return ports_[port].followers.lags(); }

 private:
  struct Port {
    kernel::ChannelIn<LoadRequest> loads;
    kernel::ChannelOut<LoadResponse> loaded;
    kernel::ChannelIn<WarpDone> stores;
    Followers followers;
  };
  struct Load {
    Port* port = nullptr;
    std::uint32_t follower = 0;  // 0: the simulated SM itself, which gets an answer
    LoadRequest request;
    std::uint32_t missing_blocks = 0;
    core::Edge served{};  // by the bandwidth of the cache
    std::shared_ptr<LoadedBlocks> blocks;
  };
  struct Store {
    std::shared_ptr<Bytes> outputs;
    std::uint64_t bytes = 0;
    std::uint64_t missing_bursts = 0;
  };
  struct Outputs {
    std::uint32_t tile = 0;
    std::uint32_t warp = 0;
    std::shared_ptr<Bytes> values;
  };
  struct Transfer {
    std::uint64_t address = 0;
    std::uint64_t bytes = 0;
    bool write = false;
    std::uint8_t* data = nullptr;
    std::uint32_t tag = 0;
  };

  core::Activity step() override;
  void take_responses();
  void block_arrived(OperandMap::BlockId id);
  bool take_loads();
  bool take_stores();
  bool take_due(Port& port);
  void load(Port& port, const LoadRequest& request, std::size_t asked);
  void follow_load(Port& port, std::uint32_t follower, const SmRequest& request, std::size_t asked);
  std::uint32_t use_blocks(std::uint32_t number, const LoadRequest& request, LoadedBlocks* blocks);
  void wait_for_blocks(std::uint32_t number, Load load);
  void fetch(OperandMap::BlockId id);
  bool store();
  void complete(std::uint32_t load);
  bool request();
  void request(std::deque<Transfer>& transfers);
  void answer();
  core::Edge serve(std::uint64_t bytes);
  core::Edge serve_slab(const LoadRequest& request);
  core::Activity rest(bool progress);

  const L2Params params_;
  const std::uint32_t burst_bytes_;
  const Work work_;
  std::deque<Port> ports_;
  BlockCache cache_;
  std::vector<Bytes> scratch_;
  std::vector<std::uint32_t> missing_bursts_;                          // of each block
  std::map<OperandMap::BlockId, std::vector<std::uint32_t>> waiting_;  // loads
  std::map<std::uint32_t, Load> loads_;
  std::map<std::uint32_t, Store> stores_;
  std::map<std::pair<std::uint64_t, std::uint32_t>, Load> answers_;  // by edge and number
  std::deque<Transfer> reads_;
  std::deque<Transfer> writes_;
  bool wrote_last_ = false;
  std::deque<Outputs> no_room_yet_;  // outputs in the order in which they came
  std::size_t store_turn_ = 0;
  std::uint32_t next_load_ = 0;
  std::uint32_t next_store_ = 0;
  const std::uint64_t all_stores_;
  std::uint64_t stores_taken_ = 0;
  std::uint64_t served_bytes_ = 0;  // of bandwidth, by which the cache is busy
  std::uint64_t bytes_ = 0;
  L2Stats stats_;
};

}  // namespace gossamer::arch::sparse_tensor_core
