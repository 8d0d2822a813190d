// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arch/planar/messages.hpp"
#include "arch/planar/output_store.hpp"
#include "arch/planar/ppu_stats.hpp"
#include "arch/planar/rect.hpp"
#include "kernel/barrier.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/module.hpp"
#include "numerics/fixed_point.hpp"
#include "workload/layer.hpp"

namespace gossamer::arch::planar {

/// The post-processing unit of a PE. When a step has ended it takes the sums that its PE owns, as
/// soon as they are complete, and turns them into outputs (ReLU, shift, saturation) in the output
/// memory, so many per edge. Where the sums come from is the machine's.
class Ppu : public kernel::Module {
 public:
  struct Wiring {
    kernel::BroadcastChannel<StepStart>& starts;
    kernel::Barrier& halos;  ///< told when the sums of this PE are complete
    kernel::Barrier& drained;
  };
  /// What becomes of the sums.
  struct Outputs {
    const workload::Conv2d& conv;
    OutputStore& store;
    ActivationFormat format;
    numerics::Int16Arithmetic arithmetic;
    std::uint32_t width = 1;  ///< sums per edge
    const std::int16_t* mask =
        nullptr;  ///< [filters][height][width] stored instead of values, if given
  };

  Ppu(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Wiring& wiring,
      const Outputs& outputs);

  std::string state() const override;
  const PpuStats& stats() const { return stats_; }

 protected:
  /// Sums modulo 2^32 [filter][row][column] of `outputs`, of these filters of the layer.
  struct OwnSums {
    const std::vector<std::uint32_t>& sums;
    std::vector<std::uint32_t> filters;
    Rect outputs;
  };

  /// All PEs have accumulated a step; its sums may be read.
  virtual void begin(std::uint32_t step) = 0;
  /// Makes the sums that the PE owns complete. Nothing once they are; before, what this edge is
  /// spent on, having arranged to be woken.
  virtual std::optional<core::Activity> complete() { return std::nullopt; }
  virtual OwnSums own_sums() const = 0;
  /// The outputs have been written: the accumulators of the step are to be cleared.
  virtual void clear(std::uint32_t step) = 0;
  /// What complete() waits for, in words.
  virtual std::string waits_for() const { return "sums to be complete"; }

  PpuStats stats_;

 private:
  enum class State { waiting_for_start, completing, draining, stopped };

  core::Activity step() override;
  core::Activity wait_for_start();
  core::Activity completing();
  core::Activity drain();
  void write_outputs();
  std::int16_t masked_output(std::uint32_t filter, std::int32_t y, std::int32_t x) const;

  Wiring wiring_;
  Outputs outputs_;

  State state_ = State::waiting_for_start;
  std::size_t starts_reader_ = 0;  // number of this unit
  std::size_t start_number_ = 0;
  std::uint32_t step_ = 0;
  core::Cycles drain_left_{};
};

}  // namespace gossamer::arch::planar
