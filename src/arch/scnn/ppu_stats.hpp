// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "arch/planar/ppu_stats.hpp"
#include "core/counter.hpp"

namespace gossamer::arch::scnn {

/// The counters of sums that travel between PEs.
struct ExchangeStats {
  /// `banks`: of the accumulators that they come to.
  explicit ExchangeStats(core::StatGroup& banks)
      : add_halo{banks, "add_halo", core::Unit::action, "a neighbour's sum added"} {}

  core::Counter add_halo;
  core::StatGroup links{"pe/halo_links", "link"};
  core::Counter transfer{links, "transfer", core::Unit::action, "a sum sent over one hop"};
};

/// All counters of a post-processing unit.
struct PpuStats : planar::PpuStats {
  ExchangeStats exchange{banks};

  std::array<const core::StatGroup*, 4> groups() const {
    return {&banks, &ppu, &exchange.links, &oaram};
  }
};

}  // namespace gossamer::arch::scnn
