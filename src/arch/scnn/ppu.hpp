// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arch/scnn/accumulators.hpp"
#include "arch/scnn/halo_plan.hpp"
#include "arch/scnn/layer_plan.hpp"
#include "arch/scnn/messages.hpp"
#include "arch/scnn/output_store.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/ppu_stats.hpp"
#include "kernel/barrier.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "numerics/fixed_point.hpp"

namespace gossamer::arch::scnn {

/// The post-processing unit of a PE. When an output-channel group has ended it exchanges incomplete
/// sums with other PEs over eight links, then turns the sums that its PE owns into outputs (ReLU,
/// shift, saturation) and compresses them into the output memory, `ppu.width` sums per edge.
class Ppu : public kernel::Module {
 public:
  struct Wiring {
    kernel::BroadcastChannel<GroupStart>& starts;
    kernel::Barrier& halos;
    kernel::Barrier& drained;
  };
  struct Work {
    std::uint32_t pe = 0;
    const LayerPlan& plan;
    Accumulators& accumulators;
    OutputStore& outputs;
    numerics::Int16Arithmetic arithmetic;
    const std::int16_t* output_mask =
        nullptr;  ///< [filters][height][width] stored instead of values, if given
  };

  /// Not there at the edge of the grid.
  std::array<std::optional<kernel::ChannelOut<HaloMessage>>, link_count> out_links;
  std::array<std::optional<kernel::ChannelIn<HaloMessage>>, link_count> in_links;

  Ppu(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
      const Wiring& wiring, const Work& work);

  std::string state() const override;
  const PpuStats& stats() const { return stats_; }

  /// Test hook: the first message to this unit in every group is dropped after it arrived.
  void lose_halos() { lose_halos_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  enum class State { waiting_for_start, exchanging, draining, stopped };

  core::Activity step() override;
  core::Activity wait_for_start();
  void begin_exchange(std::uint32_t group);
  void send(HaloMessage message);
  HaloMessage gather(const HaloRegion& region) const;
  core::Activity exchange();
  void receive(HaloMessage message);
  core::Activity drain();
  void write_outputs();
  std::int16_t output(std::uint32_t filter, std::int32_t y, std::int32_t x) const;
  void add_own(const Rect& outputs, const std::vector<std::uint32_t>& sums);
  const OutputGroup& group() const { return work_.plan.groups[group_]; }

  const Params params_;
  Wiring wiring_;
  Work work_;
  const Rect own_;
  const Rect footprint_;

  State state_ = State::waiting_for_start;
  std::size_t start_number_ = 0;
  std::uint32_t group_ = 0;
  std::uint32_t arrivals_left_ = 0;
  std::array<core::Edge, link_count> link_free_{};
  core::Edge links_quiet_{};  // when the last value has left
  core::Cycles drain_left_{};
  std::vector<std::uint32_t> footprint_sums_;  // [filter][row][column] of footprint_
  std::vector<std::uint32_t> own_sums_;        // [filter][row][column] of own_
  bool lose_halos_ = false;
  bool lost_in_group_ = false;
  std::uint32_t lost_ = 0;

  PpuStats stats_;
};

}  // namespace gossamer::arch::scnn
