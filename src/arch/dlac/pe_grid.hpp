// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/dlac/messages.hpp"
#include "arch/dlac/parameters.hpp"
#include "arch/dlac/slots.hpp"
#include "arch/dlac/stats.hpp"
#include "arch/dlac/tile_run.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::dlac {

/// PEs in rows of output pixels and columns of output channels, with the broadcasters that read
/// windows of operands from the buffers, a FIFO of each PE for either, and two sets of accumulators
/// (Venkatesh, Nurvitadhi, Marr, ICASSP 2017). Also the full-precision datapath, which skips
/// nothing. One module, since all PEs of a column share a stream of weights: PEs are units of it.
/// Timing contract: docs/timing/dlac.md.
class PeGrid : public kernel::Module {
 public:
  struct Work {
    const Mapping& mapping;
    WeightStore& weights;
    InputStore& inputs;
    bool values = true;
    core::CpuLevel level = core::CpuLevel::baseline;
  };

  // Loads of weights, and of inputs where they come from DRAM: complete, and given up.
  kernel::ChannelIn<std::uint32_t> in_weights{*this};
  kernel::ChannelOut<std::uint32_t> out_weights_released{*this};
  kernel::ChannelIn<std::uint32_t> in_inputs{*this};
  kernel::ChannelOut<std::uint32_t> out_inputs_released{*this};
  kernel::ChannelOut<SumsComplete> out_sums{*this};

  PeGrid(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
         const Work& work);

  std::string state() const override;
  const SlotCounts& slots() const { return slots_; }
  const GridStats& stats() const { return stats_; }
  const TileRun& tile() const { return tile_; }
  /// Edges of work, the fill of tiles among them.
  std::uint64_t work_edges() const { return work_edges_; }

  /// Test hook: the first sum of every tile gets lost.
  void lose_sums() { lose_sums_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  core::Activity step() override;
  void slept(core::Cycles edges) override;

  /// What the next step lacks at an edge; Slot::useful for nothing.
  Slot lacking(core::Edge at);
  void take_loads(core::Edge at);
  void begin();
  void end(core::Edge at);
  void release(core::Edge at);
  void book_slots(const TileCounts& counts, std::uint32_t rows, std::uint32_t cols);
  void book_actions(const TileCounts& counts, std::uint32_t cols);
  void book_loads();
  void spend(Slot slot, std::uint64_t edges);

  const Params params_;
  const Work work_;
  const Mapping& mapping_;
  const Grid grid_;
  TileRun tile_;
  Steps steps_;
  GridStats stats_;
  SlotCounts slots_;
  const std::uint32_t fill_edges_;

  std::uint32_t weight_loads_ = 0;  // that are there
  std::uint32_t input_loads_ = 0;
  std::uint32_t weights_written_ = 0;  // loads whose writes were counted
  std::uint32_t inputs_written_ = 0;
  bool computing_ = false;
  bool started_ = false;
  core::Cycles left_{};
  Slot lack_ = Slot::start;
  std::uint32_t half_ = 0;
  std::uint64_t work_edges_ = 0;
  bool lose_sums_ = false;
  std::uint32_t lost_ = 0;
};

}  // namespace gossamer::arch::dlac
