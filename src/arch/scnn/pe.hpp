// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/planar/loaded_inputs.hpp"
#include "arch/scnn/accumulators.hpp"
#include "arch/scnn/bank_queues.hpp"
#include "arch/scnn/block_pass.hpp"
#include "arch/scnn/block_run.hpp"
#include "arch/scnn/input_memories.hpp"
#include "arch/scnn/input_units.hpp"
#include "arch/scnn/messages.hpp"
#include "arch/scnn/multiplier_array.hpp"
#include "arch/scnn/parameters.hpp"
#include "arch/scnn/pe_stats.hpp"
#include "arch/scnn/slots.hpp"
#include "arch/scnn/weight_fifos.hpp"
#include "kernel/barrier.hpp"
#include "kernel/broadcast_channel.hpp"
#include "kernel/module.hpp"

namespace gossamer::arch::scnn {

/// The front of a processing element: input memory, weight FIFO, Cartesian-product multipliers,
/// scatter crossbar and accumulator banks. Holds a vector of I activations while the whole weight
/// block of its slice passes in vectors of F (input stationary; Parashar et al., ISCA 2017,
/// figure 4). Timing contract: docs/timing/scnn.md.
class Pe : public kernel::Module {
 public:
  struct Wiring {
    WeightFifos& weights;
    kernel::BroadcastChannel<GroupStart>& starts;
    kernel::BroadcastChannel<InputUnit>& inputs;  ///< used only if inputs are loaded
    kernel::Barrier& done;
  };
  struct Work {
    std::uint32_t pe = 0;
    const ImagePlan& image;
    const InputMemories& memories;
    const InputUnits* units = nullptr;  ///< null: inputs are resident
    Accumulators& accumulators;
    const ScatterKernels& kernels;
    std::vector<core::Cycles>& busiest;  ///< per step: edges of the PE that computes longest
    unsigned product_shift = 0;
    bool values = true;
  };

  Pe(const sc_core::sc_module_name& name, kernel::Simulation& simulation, const Params& params,
     const Wiring& wiring, const Work& work);

  std::string state() const override;
  const SlotCounts& slots() const { return slots_; }
  const PeStats& stats() const { return stats_; }

  /// Test hooks: a product of every group gets lost; the end of the next group is never reported.
  MultiplierArray& multipliers() { return multipliers_; }
  void never_report() { never_report_ = true; }

 private:
  enum class State { waiting_for_start, accumulating, flushing, stopped };
  core::Activity step() override;
  void slept(core::Cycles edges) override;

  core::Activity wait_for_start();
  void begin_step(std::uint32_t step);

  core::Activity accumulate();
  void advance(kernel::Burst& burst);
  void take_entry(kernel::Burst& burst);
  bool take_block(const WeightVector& entry);
  void pass_by(const WeightBlock& block, core::Edge at);
  void issue(kernel::Burst& burst);
  void issue_one(kernel::Burst& burst);
  void issue_run(kernel::Burst& burst);
  bool run_blocks(kernel::Burst& burst);
  std::uint32_t slices_there(core::Edge at);
  void see_vectors(core::Edge at);
  std::size_t entry_of(std::uint32_t vector) const {
    return block_entry_ + vector - pass_.first_vector();
  }
  void finish_block();

  bool have_inputs(kernel::Burst& burst, std::uint32_t slice);
  bool have_inputs_to_give_up(kernel::Burst& burst, std::uint32_t end_slice);
  void release_inputs(std::uint32_t end_slice, core::Edge at);

  void wait_for_entry(kernel::Burst& burst, std::size_t entry);
  void wait(kernel::Burst& burst, core::Edge until, Slot reason);
  void flush(kernel::Burst& burst);
  void spend_slots(Slot slot, core::Cycles edges);
  Slot starved() const;
  core::Cycles activation_read_edges() const;

  const Params params_;
  Wiring wiring_;
  std::size_t weights_reader_ = 0;  // numbers of this PE
  std::size_t starts_reader_ = 0;
  planar::LoadedInputs inputs_;
  Work work_;
  const bool works_;  // has inputs in some time tile
  BankQueues queues_;
  MultiplierArray multipliers_;
  BlockPass pass_;  // the block in hand, if edges are looked at one by one
  BlockRun run_;    // else
  const bool goes_in_runs_;
  PeStats stats_;
  SlotCounts slots_;

  State state_ = State::waiting_for_start;
  std::size_t start_number_ = 0;  // of the next GroupStart
  core::Edge waiting_since_{};    // for a start; accounted for when it comes
  std::uint32_t step_ = 0;
  bool has_tile_ = true;                                               // in this step
  bool weights_seen_ = false;                                          // of this layer
  enum class Lack { nothing, weights, inputs } lack_ = Lack::nothing;  // whose time is not known

  const ActivationStore* activations_ = nullptr;  // of this step
  std::size_t entry_ = 0;                         // next unread entry of the weight FIFO
  bool in_block_ = false;                         // vectors of a block pass
  std::size_t block_entry_ = 0;                   // number of its first entry
  std::uint32_t seen_ = 0;         // vectors of the block before this one are in the FIFO
  std::uint32_t vector_ = 0;       // next to be issued
  core::Edge activation_ready_{};  // when the next activation vector is out of the input memory
  bool at_crossbar_ = false;       // products of the last issue are left (single edges only)
  core::Cycles computed_{};        // edges of this step that issued, or waited at the crossbar
  core::Cycles flush_left_{};

  std::vector<std::uint32_t> issued_at_;
  bool never_report_ = false;
};

}  // namespace gossamer::arch::scnn
