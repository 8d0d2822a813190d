// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "arch/scnn/accumulators.hpp"
#include "arch/scnn/halo_plan.hpp"
#include "arch/scnn/image_plan.hpp"
#include "arch/scnn/messages.hpp"
#include "arch/scnn/output_store.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/ppu_stats.hpp"
#include "arch/scnn/sum_exchange.hpp"
#include "kernel/barrier.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"
#include "numerics/fixed_point.hpp"

namespace gossamer::arch::scnn {

/// The post-processing unit of a PE. When a step has ended it exchanges incomplete sums with other
/// PEs over eight links, then turns the sums that its PE owns into outputs (ReLU,
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
    const ImagePlan& image;
    Accumulators& accumulators;
    OutputStore& outputs;
    numerics::Int16Arithmetic arithmetic;
    const std::int16_t* output_mask =
        nullptr;  ///< [filters][height][width] stored instead of values, if given
  };

  /// Not there at the edge of the grid.
  std::array<std::optional<kernel::ChannelOut<SumMessage>>, link_count> out_links;
  std::array<std::optional<kernel::ChannelIn<SumMessage>>, link_count> in_links;

  Ppu(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
      const Wiring& wiring, const Work& work);

  std::string state() const override;
  const PpuStats& stats() const { return stats_; }

  /// Test hook: the sums of the first message to this unit in every group are dropped.
  void lose_halos() { lose_halos_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  enum class State { waiting_for_start, exchanging, draining, stopped };

  core::Activity step() override;
  core::Activity wait_for_start();
  void begin_exchange(std::uint32_t step);
  void send(SumMessage message);
  core::Activity exchange();
  void receive(SumMessage message);
  core::Activity drain();
  void write_outputs();
  std::int16_t masked_output(std::uint32_t filter, std::int32_t y, std::int32_t x) const;

  const Params params_;
  Wiring wiring_;
  Work work_;
  std::unique_ptr<SumExchange> sums_;

  State state_ = State::waiting_for_start;
  std::size_t starts_reader_ = 0;  // number of this unit
  std::size_t start_number_ = 0;
  std::uint32_t step_ = 0;
  std::uint32_t arrivals_left_ = 0;
  std::array<core::Edge, link_count> link_free_{};
  core::Edge links_quiet_{};  // when the last value has left
  core::Cycles drain_left_{};
  bool lose_halos_ = false;
  bool lost_in_group_ = false;
  std::uint32_t lost_ = 0;

  PpuStats stats_;
};

}  // namespace gossamer::arch::scnn
