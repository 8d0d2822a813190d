// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "arch/planar/ppu.hpp"
#include "arch/scnn/accumulators.hpp"
#include "arch/scnn/halo_plan.hpp"
#include "arch/scnn/image_plan.hpp"
#include "arch/scnn/messages.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/ppu_stats.hpp"
#include "arch/scnn/sum_exchange.hpp"
#include "kernel/channel.hpp"

namespace gossamer::arch::scnn {

/// The post-processing unit of a PE. When a step has ended it exchanges incomplete sums with other
/// PEs over eight links, then turns the sums that its PE owns into outputs.
class Ppu : public planar::Ppu {
 public:
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

  const ExchangeStats& exchange_stats() const { return exchange_stats_; }

  /// Test hook: the sums of the first message to this unit in every group are dropped.
  void lose_halos() { lose_halos_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  void begin(std::uint32_t step) override;
  std::optional<core::Activity> complete() override;
  OwnSums own_sums() const override;
  void clear(std::uint32_t step) override;
  std::string waits_for() const override;
  void send(SumMessage message);
  void receive(SumMessage message);

  const Params params_;
  Work work_;
  std::unique_ptr<SumExchange> sums_;

  std::uint32_t step_ = 0;
  std::uint32_t arrivals_left_ = 0;
  std::array<core::Edge, link_count> link_free_{};
  core::Edge links_quiet_{};  // when the last value has left
  bool lose_halos_ = false;
  bool lost_in_group_ = false;
  std::uint32_t lost_ = 0;

  ExchangeStats exchange_stats_{stats_.banks};
};

}  // namespace gossamer::arch::scnn
