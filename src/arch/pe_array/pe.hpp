// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "arch/pe_array/mac_kernels.hpp"
#include "arch/pe_array/messages.hpp"
#include "arch/pe_array/operand_counts.hpp"
#include "arch/pe_array/parameters.hpp"
#include "arch/pe_array/pe_stats.hpp"
#include "arch/pe_array/schedule.hpp"
#include "arch/pe_array/slots.hpp"
#include "kernel/channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::pe_array {

/// Whether values are made, and with which instructions.
struct Execution {
  bool values = true;
  core::CpuLevel level = core::CpuLevel::baseline;
};

/// A processing element in front of its post-processing: weight, input and accumulation buffers of
/// two halves each, and lanes of vector MACs with scale units (Dai et al., "VS-Quant", MLSys 2021).
/// Timing contract: docs/timing/pe_array.md.
class Pe : public kernel::Module {
 public:
  struct Work {
    const Mapping& mapping;
    const std::vector<PeStep>& steps;
    OperandCounts& counts;
    Execution execution;
  };

  kernel::ChannelIn<WeightsHere> in_weights{*this};
  kernel::ChannelIn<InputsHere> in_inputs{*this};
  kernel::ChannelOut<SumsComplete> out_sums{*this};

  Pe(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
     const Work& work);

  std::string state() const override;
  const SlotCounts& slots() const { return slots_; }
  const PeStats& stats() const { return stats_; }
  std::uint64_t saturations() const { return saturations_; }
  std::uint64_t zero_scale_products() const { return zero_scales_; }
  /// Edges of work in all steps.
  std::uint64_t work_edges() const;
  /// Of a half of the accumulation buffer; `place` counts [output of the block][lane].
  std::int64_t sum(std::uint32_t half, std::size_t place) const {
    return wide_ ? wide_sums_[half][place] : sums_[half][place];
  }

  /// Test hook: the first sum of every block gets lost.
  void lose_sums() { lose_sums_ = true; }
  std::uint32_t lost() const { return lost_; }

 private:
  core::Activity step() override;
  void slept(core::Cycles edges) override;
  bool finished() const { return step_ == work_.steps.size(); }
  const PeStep& current() const { return work_.steps[step_]; }
  const LanePass& pass(const PeStep& step) const;
  const Piece& piece(const PeStep& step) const;
  std::uint32_t pixels(const PeStep& step) const;
  std::uint64_t edges(const PeStep& step) const;
  /// The step is the first, the last of the sums in a half of the accumulation buffer.
  bool begins_sums(const PeStep& step) const;
  bool ends_sums(const PeStep& step) const;

  /// What the next step lacks at an edge; Slot::useful for nothing.
  Slot lacking(core::Edge at) const;
  void begin(const PeStep& step);
  void end(const PeStep& step, core::Edge at);
  void multiply(const PeStep& step);
  void clear_sums(std::size_t first, std::size_t end);
  void book_slots(const PeStep& step);
  void book_actions(const PeStep& step);
  void book_dataflow(const PeStep& step, std::uint64_t words);
  void spend(Slot slot, std::uint64_t edges);

  const Params params_;
  const Work work_;
  const Mapping& mapping_;
  const Blocking& blocking_;
  PeStats stats_;
  SlotCounts slots_;

  std::size_t step_ = 0;
  bool computing_ = false;
  core::Cycles left_{};
  Slot lack_ = Slot::fill;
  bool started_ = false;
  bool weights_are_new_ = true;
  bool inputs_are_new_ = true;
  std::uint32_t half_ = 0;
  const bool wide_;  ///< sums have more than 32 bits
  std::array<std::vector<std::int32_t>, 2> sums_;
  std::array<std::vector<std::int64_t>, 2> wide_sums_;
  std::uint64_t saturations_ = 0;
  std::uint64_t zero_scales_ = 0;
  std::uint64_t step_zero_scales_ = 0;
  std::uint64_t step_padding_vectors_ = 0;
  bool lose_sums_ = false;
  std::uint32_t lost_ = 0;
};

}  // namespace gossamer::arch::pe_array
