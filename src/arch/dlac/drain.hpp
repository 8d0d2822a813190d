// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/dlac/mapping.hpp"
#include "arch/dlac/messages.hpp"
#include "arch/dlac/output_store.hpp"
#include "arch/dlac/parameters.hpp"
#include "arch/dlac/stats.hpp"
#include "arch/dlac/tile_run.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "memory/block_writer.hpp"
#include "numerics/lowbit/weights.hpp"

namespace gossamer::arch::dlac {

/// Takes complete sums out of a set of accumulators while the grid fills the other, multiplies them
/// by their scales, brings them into the format of activations and hands them to the output half of
/// the activation buffer, or on to DRAM. Ends the layer.
class Drain : public kernel::Module {
 public:
  struct Work {
    const Mapping& mapping;
    const TileRun& tile;
    const numerics::lowbit::Weights& weights;
    float activation_scale = 1;
    bool relu = false;
    float subtract = 0;  ///< from a scaled sum, before ReLU
    bool values = true;
  };

  kernel::ChannelIn<SumsComplete> in_sums{*this};
  kernel::ChannelOut<memory::WriteBlock> out_blocks{*this};
  kernel::ChannelIn<std::uint32_t> in_written{*this};

  Drain(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
        const Work& work, OutputStore& outputs);

  std::string state() const override;
  const DrainStats& stats() const { return stats_; }
  /// Edges of work.
  std::uint64_t work_edges() const { return work_edges_; }

 private:
  struct Scales {
    std::vector<float> up;
    std::vector<float> down;
  };

  core::Activity step() override;
  void begin();
  /// False if DRAM has no room for the outputs.
  bool deliver();
  std::vector<std::uint32_t> outputs_of(const SumsComplete& sums) const;
  template <class Value>
  std::uint32_t output(Value first, const Value* second, float up, float down) const;
  Scales scales_of(const FilterBlock& block) const;
  core::Activity end_of_layer();

  const Params params_;
  const Work work_;
  const Mapping& mapping_;
  OutputStore& outputs_;
  const std::uint64_t tiles_;
  DrainStats stats_;
  bool draining_ = false;
  core::Edge last_{};  // edge of work on the tile
  std::uint64_t drained_ = 0;
  std::uint64_t written_ = 0;
  std::uint64_t work_edges_ = 0;
};

}  // namespace gossamer::arch::dlac
