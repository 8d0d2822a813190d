// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "core/cycles.hpp"
#include "kernel/channel_base.hpp"
#include "kernel/level_record.hpp"
#include "kernel/module.hpp"

namespace gossamer::kernel {

/// Many modules report, one waits until all have. Registered: the last report is seen one edge
/// later.
class Barrier : public ChannelBase {
 public:
  /// `parties` modules report in each round; with none, every round is complete from the start.
  Barrier(Simulation& simulation, std::string name, std::uint32_t parties)
      : ChannelBase{simulation, std::move(name)}, parties_{parties} {
    record_level(simulation, parties);
  }

  void connect_consumer(Module& module) { consumer_ = &module; }

  /// One party is done at `at`. Each reports once per round.
  void arrive(core::Edge at) {
    if (arrived_ == parties_) broken("a party reported twice");
    last_ = std::max(last_, at);
    if (level_ != nullptr) level_->gain_unordered(at + core::Cycles{1});
    if (++arrived_ < parties_) return;
    visible_ = visible_from(last_);
    // A complete round is shown for one edge; reset() comes at an edge that is not told here.
    if (level_ != nullptr) level_->lose_unordered(visible_ + core::Cycles{1});
    if (consumer_ != nullptr) consumer_->wake(visible_);
  }

  /// All parties' reports are visible at `at`.
  bool complete(core::Edge at) const { return arrived_ == parties_ && visible_ <= at; }
  /// The edge of the last report of this round.
  core::Edge last() const { return last_; }

  /// Begins the next round.
  void reset() {
    arrived_ = 0;
    last_ = core::Edge{0};
  }

  bool idle() const override { return arrived_ == parties_; }
  std::string state() const override {
    return fmt::format("{} of {} parties have reported", arrived_, parties_);
  }

 private:
  std::uint32_t parties_;
  std::uint32_t arrived_ = 0;
  core::Edge last_{};
  core::Edge visible_{};
  Module* consumer_ = nullptr;
};

}  // namespace gossamer::kernel
