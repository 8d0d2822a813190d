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
#include "arch/sparse_tensor_core/messages.hpp"
#include "arch/sparse_tensor_core/stats.hpp"
#include "arch/sparse_tensor_core/wave.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "memory/dram.hpp"
#include "memory/request.hpp"

namespace gossamer::arch::sparse_tensor_core {

/// The second-level cache: serves slabs to all SMs at its bandwidth, fetches blocks that it does
/// not hold from DRAM once for all that ask. Outputs go on to DRAM when no block waits for it. Ends
/// the layer when all of them are there.
class L2 : public kernel::Module {
 public:
  struct Work {
    const OperandMap& map;
    bool one_sm = true;    ///< SM 0 stands for all
    std::uint64_t stores;  ///< warps of all simulated SMs that store outputs
    bool values = true;
  };

  kernel::ChannelOut<memory::MemoryRequest> out_requests{*this};
  kernel::ChannelIn<memory::MemoryResponse> in_responses{*this};

  L2(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const L2Params& params,
     std::uint32_t burst_bytes, const Work& work);

  void connect(kernel::Channel<LoadRequest>& loads, kernel::Channel<LoadResponse>& loaded,
               kernel::Channel<WarpDone>& stores);
  std::string state() const override;
  /// It reads responses as they come.
  static constexpr std::size_t responses() { return 0; }
  const L2Stats& stats() const { return stats_; }
  /// Bytes to and from the SMs.
  std::uint64_t bytes() const { return bytes_; }

 private:
  struct Port {
    kernel::ChannelIn<LoadRequest> loads;
    kernel::ChannelOut<LoadResponse> loaded;
    kernel::ChannelIn<WarpDone> stores;
  };
  struct Load {
    std::size_t port = 0;
    LoadRequest request;
    std::uint32_t missing_blocks = 0;
    core::Edge served{};  // by the bandwidth of the cache
    std::shared_ptr<LoadedBlocks> blocks;
  };
  struct Store {
    std::shared_ptr<Bytes> outputs;
    std::uint64_t missing_bursts = 0;
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
  void load(std::size_t port, const LoadRequest& request);
  void fetch(OperandMap::BlockId id);
  void store(const WarpDone& done);
  void complete(std::uint32_t load);
  bool request(std::deque<Transfer>& transfers);
  void answer();
  const Wave& wave_of(std::uint32_t tile);
  core::Edge serve(std::uint64_t bytes, std::uint64_t own);

  const L2Params params_;
  const std::uint32_t burst_bytes_;
  const Work work_;
  std::deque<Port> ports_;
  std::map<std::uint32_t, Wave> waves_;  // by the simulated tile
  BlockCache cache_;
  std::vector<Bytes> scratch_;
  std::vector<std::uint32_t> missing_bursts_;                          // of each block
  std::map<OperandMap::BlockId, std::vector<std::uint32_t>> waiting_;  // loads
  std::map<std::uint32_t, Load> loads_;
  std::map<std::uint32_t, Store> stores_;
  std::map<std::pair<std::uint64_t, std::uint32_t>, Load> answers_;  // by edge and number
  std::deque<Transfer> reads_;
  std::deque<Transfer> writes_;
  std::uint32_t next_load_ = 0;
  std::uint32_t next_store_ = 0;
  std::uint64_t stores_taken_ = 0;
  std::uint64_t served_bytes_ = 0;  // of bandwidth, by which the cache is busy
  std::uint64_t bytes_ = 0;
  L2Stats stats_;
};

}  // namespace gossamer::arch::sparse_tensor_core
